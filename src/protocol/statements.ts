import { ByteWriter, concatBytes, parseBytes, utf8, type Malformed } from './bytes.ts';
import type { LogHead } from './entry.ts';
import type { Result } from '../domain/result.ts';

/** A device says how far it has stored the log: what "seen by k devices" counts, and how forks show. */
export interface CursorStatement {
  readonly device: number;
  readonly head: LogHead;
  /** In ms, by the device's clock. */
  readonly at: number;
  readonly signature: Uint8Array;
}

/** What a cursor's signature covers. */
export function cursorSigned(
  workspace: Uint8Array,
  { device, head, at }: Omit<CursorStatement, 'signature'>,
) {
  const body = new ByteWriter().u32(device).u64(head.position).raw(head.hash).u64(at).finish();
  return concatBytes(utf8('rapport cursor v1\0'), workspace, body);
}

/** Kinds of frames that the relay forwards and does not store. */
export const liveKind = { presence: 1, text: 2 } as const;

export interface LiveFrame {
  readonly kind: number;
  readonly device: number;
  readonly epoch: number;
  /** 24 bytes, then the sealed text; see `sealBox`. */
  readonly box: Uint8Array;
  readonly signature: Uint8Array;
}

export function liveSigned(
  workspace: Uint8Array,
  { kind, device, epoch, box }: Omit<LiveFrame, 'signature'>,
) {
  const head = new ByteWriter().u8(kind).u32(device).u32(epoch).finish();
  return concatBytes(utf8('rapport live v1\0'), workspace, head, box);
}

/** What the seal of a live frame also covers: a frame of one kind, device or epoch is none of another. */
export function liveAad({ kind, device, epoch }: Pick<LiveFrame, 'kind' | 'device' | 'epoch'>): Uint8Array {
  return concatBytes(utf8('rapport live v1\0'), new ByteWriter().u8(kind).u32(device).u32(epoch).finish());
}

export function encodeCursor({ device, head, at, signature }: CursorStatement): Uint8Array {
  return new ByteWriter().u32(device).u64(head.position).raw(head.hash).u64(at).raw(signature).finish();
}

const cursorBytes = 4 + 8 + 32 + 8 + 64;

export function decodeCursors(bytes: Uint8Array): Result<CursorStatement[], Malformed> {
  return parseBytes(bytes, (reader) => {
    const cursors: CursorStatement[] = [];
    while (reader.left >= cursorBytes) {
      cursors.push({
        device: reader.u32(),
        head: { position: reader.u64(), hash: reader.raw(32) },
        at: reader.u64(),
        signature: reader.raw(64),
      });
    }
    return cursors;
  });
}

export function encodeLive({ kind, device, epoch, box, signature }: LiveFrame): Uint8Array {
  return new ByteWriter().u8(kind).u32(device).u32(epoch).raw(signature).raw(box).finish();
}

export function decodeLive(bytes: Uint8Array): Result<LiveFrame, Malformed> {
  return parseBytes(bytes, (reader) => ({
    kind: reader.u8(),
    device: reader.u32(),
    epoch: reader.u32(),
    signature: reader.raw(64),
    box: reader.raw(reader.left),
  }));
}

/** What a device signs to show the relay who it is: the relay's challenge of 32 bytes, and the text of `subjectText`. */
export function authSigned(challenge: Uint8Array, subject: string): Uint8Array {
  return concatBytes(utf8('rapport auth v1\0'), challenge, utf8(subject));
}
