import type { SavedImport, SavedRun } from '../../domain/savedImport.ts';
import type { Importer } from '../../workers/import.ts';
import type { OpenedFile } from '../../workers/importMessages.ts';
import {
  dateOrders,
  importKinds,
  matchFields,
  numberFormats,
  type ColumnMapping,
  type ImportSettings,
  type MatchField,
  type MatchPolicy,
  type RunReport,
} from '../../workers/importView.ts';

const policies: readonly MatchPolicy[] = ['update', 'skip', 'create'];

/** The settings of a saved import for a new file, by the names of its columns, and those of them that the file does not have; undefined where this version cannot make it. */
export async function applySaved(
  importer: Pick<Importer, 'remap'>,
  saved: SavedImport,
  opened: OpenedFile,
  settings: ImportSettings,
): Promise<{ readonly settings: ImportSettings; readonly absent: readonly string[] } | undefined> {
  const kind = importKinds.find((each) => each === saved.kind);
  if (kind === undefined) return undefined;
  const byName = new Map(opened.columns.map(({ name, index }) => [name.toLowerCase(), index]));
  const mapping = new Map<number, ColumnMapping>();
  const absent: string[] = [];
  for (const { name, target, dateOrder, numberFormat, choices } of saved.columns) {
    const column = byName.get(name.toLowerCase());
    const mapped = column === undefined ? undefined : await importer.remap(kind, column, target);
    if (column === undefined || mapped?.ok !== true || mapped.value.target === null) {
      absent.push(name);
      continue;
    }
    mapping.set(column, {
      ...mapped.value,
      why: 'remembered',
      dateOrder: dateOrders.find((each) => each === dateOrder) ?? mapped.value.dateOrder,
      numberFormat: numberFormats.find((each) => each === numberFormat) ?? mapped.value.numberFormat,
      choices: { ...mapped.value.choices, ...choices },
      dateUnsure: false,
      numberUnsure: false,
    });
  }
  const fields: readonly MatchField[] = matchFields[kind];
  return {
    absent,
    settings: {
      ...settings,
      kind,
      mapping: opened.mapping.map(
        (each) => mapping.get(each.column) ?? { ...each, target: null, why: 'none', choices: {} },
      ),
      matchBy: fields.filter((field) => saved.matchBy.includes(field)),
      policy: policies.find((each) => each === saved.policy) ?? settings.policy,
      currency: saved.currency === '' ? settings.currency : saved.currency,
    },
  };
}

/** What is kept of an import to make it again. */
export function savedFrom(
  opened: OpenedFile,
  { kind, mapping, matchBy, policy, currency }: ImportSettings,
  more: Pick<SavedImport, 'name' | 'every' | 'runs'>,
): SavedImport {
  const columns = mapping.flatMap(({ column, target, dateOrder, numberFormat, choices }) => {
    const name = opened.columns[column]?.name ?? '';
    return target === null || name === '' ? [] : [{ name, target, dateOrder, numberFormat, choices }];
  });
  return { kind, columns, matchBy, policy, currency, ...more };
}

export function runOfReport({ outcomes, missing }: RunReport, file: string): SavedRun {
  return {
    ...{ at: Date.now(), file, created: outcomes.new, changed: outcomes.updated },
    ...{ same: outcomes.same + outcomes.skipped, out: outcomes.out, missing: missing?.count ?? 0 },
  };
}
