import type { BulkEdit } from '../../domain/bulkEdit.ts';
import { kindOfId, type RecordId } from '../../domain/ids.ts';
import type { ReleaseReason } from '../../domain/objects.ts';
import { isPooledKind } from '../../domain/pooled.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';
import { leadTexts } from '../../i18n/leads.ts';
import { t } from '../../i18n/language.svelte.ts';
import { poolTexts } from '../../i18n/pool.ts';
import type { MenuItem } from '../../ui/menuItem.ts';

/** What can be done about who looks after a customer or lead, and about what becomes of a lead. */
export type OwnerAct = 'convert' | 'claim' | 'assign' | 'start' | 'release' | 'recycle' | 'dead' | 'reopen';

/** What suits a record as it stands, the most useful first. */
export function ownerActsOf(row: RecordRow): readonly OwnerAct[] {
  const kind = kindOfId(row.id);
  if (!isPooledKind(kind) || row.deletedAt !== undefined) return [];
  const { owner, status } = valuesOf(row);
  const isOwned = typeof owner === 'string';
  if (kind === 'account') return isOwned ? ['release'] : ['claim', 'assign'];
  if (status === 'converted') return [];
  if (status === 'dead') return ['reopen'];
  if (!isOwned) return ['convert', 'claim', 'assign', 'dead'];
  return ['convert', ...(status === 'working' ? [] : (['start'] as const)), 'assign', 'recycle', 'dead'];
}

const icons = {
  convert: 'customers',
  claim: 'person',
  assign: 'contact',
  start: 'arrow',
  release: 'relay',
  recycle: 'refresh',
  dead: 'none',
  reopen: 'undo',
} as const satisfies Record<OwnerAct, MenuItem['icon']>;

export function ownerActLabel(act: OwnerAct): string {
  return act === 'claim' || act === 'release' ? t(poolTexts)[act] : t(leadTexts).acts[act];
}

export function ownerMenu(row: RecordRow, onact: (act: OwnerAct) => void): readonly MenuItem[] {
  return ownerActsOf(row).map((act) => ({
    ...{ id: act, label: ownerActLabel(act), icon: icons[act] },
    onselect: () => onact(act),
  }));
}

export function ownerActIcon(act: OwnerAct): NonNullable<MenuItem['icon']> {
  return icons[act];
}

/** Gives records back to their pool; what an owner who goes takes along, the edit of the owner writes. */
export function releaseEdit(ids: readonly RecordId[], reason: ReleaseReason | ''): BulkEdit {
  const each = <V>(value: V): Record<RecordId, V> => Object.fromEntries(ids.map((id) => [id, value]));
  return {
    op: 'setEach',
    values: { owner: each(null), ...(reason === '' ? {} : { releaseReason: each(reason) }) },
  };
}
