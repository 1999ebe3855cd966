import { generateKeyPairSync, hash, randomBytes, sign, type KeyObject } from 'node:crypto';
import { concatBytes, toHex } from '../../src/protocol/bytes.ts';
import {
  encodeHeader,
  entryKind,
  noHash,
  signedPart,
  workspaceOf,
  type EntryHeader,
} from '../../src/protocol/entry.ts';
import { encodeOperation, type Operation } from '../../src/protocol/operations.ts';

/** The keys of a device as OpenSSL holds them: the load must not cost more than what it loads. */
export interface LoadKeys {
  readonly secret: KeyObject;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** Where a device stands in its own chain of entries. */
export interface ChainEnd {
  readonly sequence: number;
  readonly hash: Uint8Array;
}

export function loadKeys(): LoadKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return { secret: privateKey, publicKey: new Uint8Array(spki.subarray(-32)) };
}

export function signWith({ secret }: LoadKeys, message: Uint8Array): Uint8Array {
  return sign(null, message, secret);
}

/** An entry of any body, signed; its hash is what the device's next one names. */
export function loadEntry(
  workspace: Uint8Array,
  device: number,
  keys: LoadKeys,
  last: ChainEnd,
  body: Uint8Array,
  kind: number = entryKind.records,
): { readonly bytes: Uint8Array; readonly end: ChainEnd } {
  const header: EntryHeader = {
    ...{ version: 1, kind, workspace, epoch: 1, device, sequence: last.sequence + 1, previous: last.hash },
    ...{ seen: { position: 0, hash: noHash }, nonce: randomBytes(24) },
  };
  const signature = signWith(keys, signedPart(header, body));
  const bytes = concatBytes(encodeHeader(header), body, signature);
  return { bytes, end: { sequence: header.sequence, hash: hash('sha256', bytes, 'buffer') } };
}

/** A workspace of so many devices: the first one's entries make and invite and add them all. What would be sealed is random. */
export class LoadTeam {
  readonly workspace: Uint8Array;
  readonly keys: readonly LoadKeys[];
  /** The entries of device 1 so far, the genesis first. */
  readonly founding: readonly Uint8Array[];
  readonly founded: ChainEnd;

  constructor(size: number) {
    this.keys = Array.from({ length: size }, loadKeys);
    const [random, box] = [randomHex(32), randomHex(32)];
    this.workspace = workspaceOf({ random, sign: this.#sign(1), box });
    const entries: Uint8Array[] = [];
    let end: ChainEnd = { sequence: 0, hash: noHash };
    const operate = (operation: Operation): void => {
      const body = encodeOperation(operation);
      const made = loadEntry(this.workspace, 1, this.#keysOf(1), end, body, entryKind.membership);
      entries.push(made.bytes);
      end = made.end;
    };
    const founder = { random, sign: this.#sign(1), box, member: 'm1.0.0' };
    operate({ op: 'genesis', ...founder, ...wrapped(1) });
    for (let device = 2; device <= size; device++) {
      const [invite, until] = [randomHex(16), Date.now() + 3_600_000];
      const role = 'editor';
      operate({ op: 'invite', parent: toHex(end.hash), invite, seed: randomHex(32), role, until });
      const newcomer = {
        device,
        sign: this.#sign(device),
        box: randomHex(32),
        role,
        member: 'm1.0.1',
      } as const;
      operate({ op: 'add', parent: toHex(end.hash), invite, ...newcomer, ...wrapped(device) });
    }
    this.founding = entries;
    this.founded = end;
  }

  get name(): string {
    return toHex(this.workspace);
  }

  #keysOf(device: number): LoadKeys {
    const keys = this.keys[device - 1];
    if (keys === undefined) throw new Error(`no device ${device}`);
    return keys;
  }

  #sign(device: number): string {
    return toHex(this.#keysOf(device).publicKey);
  }
}

function wrapped(device: number) {
  return { wrapped: { [device]: randomHex(136) }, names: randomHex(104) };
}

function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
