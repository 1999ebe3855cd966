/** What a file that is no text looks like, by its first bytes. `unknown` has no known signature but holds NUL bytes. */
export type BinaryKind =
  'xlsx-or-zip' | 'xls' | 'pdf' | 'image' | 'program' | 'database' | 'archive' | 'unknown';

interface Signature {
  kind: BinaryKind;
  bytes: readonly number[];
}

const signatures: readonly Signature[] = [
  { kind: 'xlsx-or-zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { kind: 'xlsx-or-zip', bytes: [0x50, 0x4b, 0x05, 0x06] },
  { kind: 'xls', bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] },
  { kind: 'pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { kind: 'image', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { kind: 'image', bytes: [0xff, 0xd8, 0xff] },
  { kind: 'image', bytes: [0x47, 0x49, 0x46, 0x38] },
  { kind: 'program', bytes: [0x7f, 0x45, 0x4c, 0x46] },
  { kind: 'database', bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66, 0x6f, 0x72, 0x6d, 0x61, 0x74] },
  { kind: 'database', bytes: [0x50, 0x41, 0x52, 0x31] },
  { kind: 'archive', bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { kind: 'archive', bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
  { kind: 'archive', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { kind: 'archive', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
];

/** The kind of binary file whose signature stands at the start of `head`; undefined when none does. */
export function binarySignature(head: Uint8Array): BinaryKind | undefined {
  for (const { kind, bytes } of signatures) {
    if (bytes.every((byte, index) => head[index] === byte)) return kind;
  }
  return undefined;
}

/** Gzip: the two magic bytes and the only compression method in use (RFC 1952, 2.3.1). */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 0x08;
}
