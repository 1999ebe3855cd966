import type { ObjectKind } from './kinds.ts';

/** A record's id names its shard: `<letter><device>.<shard>.<index>`, numbers in base 36, for example `a1.0.2s`. */
export type RecordId = string;

/** `<letter><device>.<shard>`: one Y.Doc. Only the device named in it adds records to it. */
export type ShardId = string;

/** `x<record id>`: the document of a record's text. It is kept, sent and compacted beside the shards, and is none of them. */
export type TextId = string;

/** `<device>.<n>` in base 36: names one candidate of one register, and never comes twice. */
export type Version = string;

/** The name after the slash of a mark of erasure; no register is called so. */
export const erasedName = '!erased';

const letterByKind = {
  member: 'm',
  account: 'a',
  contact: 'c',
  lead: 'l',
  deal: 'd',
  product: 'p',
  quote: 'q',
  order: 'o',
  payment: 'i',
  segment: 's',
  tag: 't',
  batch: 'b',
  table: 'j',
  tablePart: 'z',
  activity: 'y',
  need: 'n',
  task: 'k',
  behaviour: 'h',
  field: 'f',
  view: 'w',
  setting: 'g',
  run: 'r',
  report: 'e',
} as const satisfies Record<ObjectKind, string>;

const kindByLetter: ReadonlyMap<string, ObjectKind> = new Map(
  Object.entries(letterByKind).map(([kind, letter]) => [letter, kind as ObjectKind]),
);

/** Records in one shard at most. An order counts by its lines as well: see `maxLinesInShard`. */
export const maxRecordsInShard = 2_000;
export const maxLinesInShard = 5_000;
/** A part of a table holds about 100 KB: eight of them stay below what one entry of the log and one document should weigh. */
const maxPartsInShard = 8;

/** Records of a kind in one shard at most. */
export function capacityOfShard(kind: ObjectKind): number {
  return kind === 'tablePart' ? maxPartsInShard : maxRecordsInShard;
}

export function shardIdOf(kind: ObjectKind, device: number, shard: number): ShardId {
  return `${letterByKind[kind]}${device.toString(36)}.${shard.toString(36)}`;
}

export function recordIdOf(shard: ShardId, index: number): RecordId {
  return `${shard}.${index.toString(36)}`;
}

export function shardOfRecord(id: RecordId): ShardId {
  return id.slice(0, id.lastIndexOf('.'));
}

export function indexOfRecord(id: RecordId): number {
  return Number.parseInt(id.slice(id.lastIndexOf('.') + 1), 36);
}

export function textIdOf(record: RecordId): TextId {
  return `x${record}`;
}

/** The record that a document of a text belongs to; undefined for a shard. */
export function recordOfText(id: TextId): RecordId | undefined {
  const record = id.slice(1);
  return id.startsWith('x') && isRecordId(record) ? record : undefined;
}

/** The kind of a record or of a shard. Throws on an id that this program never makes. */
export function kindOfId(id: RecordId): ObjectKind {
  const kind = kindByLetter.get(id.charAt(0));
  if (kind === undefined) throw new Error(`not a record or shard id: ${id}`);
  return kind;
}

const idPattern = /^([a-z])[0-9a-z]+\.[0-9a-z]+\.[0-9a-z]+$/;

const shardPattern = /^([a-z])([0-9a-z]+)\.([0-9a-z]+)$/;

/** The parts of a shard's id, or undefined for one that this program never makes. */
export function parseShardId(
  text: string,
): { readonly kind: ObjectKind; readonly device: number; readonly shard: number } | undefined {
  const [, letter = '', first = '', second = ''] = shardPattern.exec(text) ?? [];
  const kind = kindByLetter.get(letter);
  const [device, shard] = [Number.parseInt(first, 36), Number.parseInt(second, 36)];
  if (kind === undefined || shardIdOf(kind, device, shard) !== text) return undefined;
  return { kind, device, shard };
}

export function isRecordId(text: string): boolean {
  const match = idPattern.exec(text);
  return match !== null && kindByLetter.has(match[1] ?? '');
}

export function versionOf(device: number, n: number): Version {
  return `${device.toString(36)}.${n.toString(36)}`;
}

export function parseVersion(version: Version): { device: number; n: number } {
  const dot = version.indexOf('.');
  return {
    device: Number.parseInt(version.slice(0, dot), 36),
    n: Number.parseInt(version.slice(dot + 1), 36),
  };
}

export function isVersion(text: string): boolean {
  const { device, n } = parseVersion(text);
  return versionOf(device, n) === text;
}

/** The key of one candidate in a shard's map. */
export function candidateKey(id: RecordId, register: string, version: Version): string {
  return `${id}/${register}@${version}`;
}

/** The key that stands for ever in place of a record that was erased. */
export function erasedKey(id: RecordId): string {
  return `${id}/${erasedName}`;
}

/**
 * A shard's map holds bases under a bare record id, candidates under `record/register@version` and marks of erasure under
 * `record/!erased`, which have no version.
 */
export function parseKey(key: string): { id: RecordId; register?: string; version?: Version } {
  const slash = key.indexOf('/');
  if (slash < 0) return { id: key };
  const at = key.lastIndexOf('@');
  if (at < slash) return { id: key.slice(0, slash), register: key.slice(slash + 1) };
  return { id: key.slice(0, slash), register: key.slice(slash + 1, at), version: key.slice(at + 1) };
}

/** Primary keys of all records of a shard lie in `[from, to)`, because '/' follows '.'. */
export function shardRange(shard: ShardId): { from: string; to: string } {
  return { from: `${shard}.`, to: `${shard}/` };
}

/** A random name for an element of a list; 48 bits, unique within one record's list. */
export function newElementId(random: () => number = Math.random): string {
  return Array.from({ length: 2 }, () =>
    Math.floor(random() * 2 ** 24)
      .toString(36)
      .padStart(5, '0'),
  ).join('');
}
