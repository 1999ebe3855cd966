import type { RecordId } from '../../domain/ids.ts';
import type { ListIndex } from '../../workers/listIndex.ts';

/** The customers with exactly these names, without regard to case and spaces; names that nobody has are left out. */
export async function accountsByName(
  index: Pick<ListIndex, 'search'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, RecordId>> {
  const found = new Map<string, RecordId>();
  for (const name of new Set(names.filter((each) => each !== ''))) {
    const answer = await index.search({ text: name, kinds: ['account'], limit: 5 });
    const hit = answer.ok ? answer.value.hits.find((each) => plain(each.name) === plain(name)) : undefined;
    if (hit !== undefined) found.set(name, hit.id);
  }
  return found;
}

function plain(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}
