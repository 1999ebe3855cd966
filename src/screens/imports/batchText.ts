import { batchStatusOf } from '../../domain/batch.ts';
import type { BatchStatus } from '../../domain/objects.ts';
import { valuesOf, type RecordRow } from '../../domain/record.ts';
import { formatAgo, formatCount } from '../../i18n/formats.ts';
import { importsTexts } from '../../i18n/imports.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { IconName } from '../../ui/icons.ts';
import type { NamesById } from '../fields/format.ts';

const words = t(importsTexts);

type BatchCommand = keyof typeof importsTexts.zh.command;

const icons: Readonly<Record<BatchCommand, IconName>> = {
  import: 'upload',
  sample: 'table',
  bulkEdit: 'edit',
};

export interface BatchText {
  readonly icon: IconName;
  readonly title: string;
  /** What it was, by whom, when, and how much it did. */
  readonly detail: string;
  readonly status: BatchStatus;
}

/** A batch as a line of a list says it. */
export function batchText(row: RecordRow, names: NamesById): BatchText {
  const { title, command, report } = valuesOf(row);
  const known = isBatchCommand(command) ? command : 'import';
  const parts = [
    words.command[known],
    names.get(row.base[2]) ?? '',
    formatAgo(row.base[1]),
    ...outcomeTexts(report),
  ];
  return {
    icon: icons[known],
    title: typeof title === 'string' && title !== '' ? title : words.command[known],
    detail: parts.filter((part) => part !== '').join(' · '),
    status: batchStatusOf(row),
  };
}

/** Counts of an import's report; sample data and bulk edits have none. */
function outcomeTexts(report: unknown): string[] {
  const outcomes = objectIn(report, 'outcomes');
  const count = (key: string): number => {
    const value = outcomes?.[key];
    return typeof value === 'number' ? value : 0;
  };
  const [created, updated] = [count('new'), count('updated')];
  return [
    created > 0 ? words.created(formatCount(created)) : '',
    updated > 0 ? words.updated(formatCount(updated)) : '',
  ];
}

function objectIn(value: unknown, key: string): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const inner = (value as Readonly<Record<string, unknown>>)[key];
  return typeof inner === 'object' && inner !== null
    ? (inner as Readonly<Record<string, unknown>>)
    : undefined;
}

function isBatchCommand(value: unknown): value is BatchCommand {
  return typeof value === 'string' && Object.hasOwn(icons, value);
}
