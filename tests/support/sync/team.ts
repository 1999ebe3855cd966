import { toHex } from '../../../src/protocol/bytes.ts';
import { decodeEntry, noHash, workspaceOf, type LogHead } from '../../../src/protocol/entry.ts';
import type { PlacedEntry } from '../../../src/protocol/frames.ts';
import { boxKeyOf, signerOf, verifySignature, type DeviceKeys } from '../../../src/protocol/keys.ts';
import type { Operation, Role } from '../../../src/protocol/operations.ts';
import type { RecordsPayload } from '../../../src/protocol/recordsPayload.ts';
import { wrapKey } from '../../../src/protocol/seal.ts';
import { LogHashes } from '../../../src/sync/logHashes.ts';
import {
  emptyReceiver,
  receive,
  type Received,
  type ReceiverPorts,
  type ReceiverState,
} from '../../../src/sync/receiver.ts';
import {
  openWith,
  packPayload,
  sealOperation,
  sealRecords,
  type SealAs,
  type SealedEntry,
} from '../../../src/sync/sealing.ts';
import { valueOfResult } from '../replica.ts';

/** Keys that are the same in every run. */
export function keysOf(seed: number): DeviceKeys {
  return {
    signer: signerOf(new Uint8Array(32).fill(seed)),
    box: boxKeyOf(new Uint8Array(32).fill(seed + 100)),
  };
}

/** A log in memory with the devices that write it: what the relay would hold, and what each device would sign. */
export class Team {
  readonly workspace: Uint8Array;
  readonly epochKeys = new Map([[1, new Uint8Array(32).fill(7)]]);
  readonly log: PlacedEntry[] = [];
  readonly genesis: SealedEntry;
  epoch = 1;
  /** The hash of the last operation. */
  head: string;
  readonly #heads = new Map<number, { sequence: number; hash: Uint8Array }>();

  private constructor(workspace: Uint8Array, genesis: SealedEntry) {
    this.workspace = workspace;
    this.genesis = genesis;
    this.head = toHex(genesis.hash);
    this.append(1, genesis);
  }

  /** A workspace with its first device. */
  static async begin(): Promise<Team> {
    const { signer, box } = keysOf(1);
    const nowhere = new Uint8Array(16);
    const wrapped = { '1': toHex(await wrapKey(new Uint8Array(32).fill(7), box.publicKey, nowhere)) };
    const operation: Operation = {
      ...{ op: 'genesis', random: '11'.repeat(32), member: 'm1.0.0', wrapped, names: '00' },
      ...{ sign: toHex(signer.publicKey), box: toHex(box.publicKey) },
    };
    const workspace = workspaceOf(operation);
    const as = { workspace, device: 1, signer, epoch: 1, seen: { position: 0, hash: noHash } };
    return new Team(workspace, await sealOperation(as, { sequence: 0, hash: noHash }, operation));
  }

  /** Adds the next device, with the keys of `keysOf(device)`. */
  async add(device: number, role: Role): Promise<void> {
    const { signer, box } = keysOf(device);
    const seed = signerOf(new Uint8Array(32).fill(200 + device));
    const invite = toHex(new Uint8Array(16).fill(device));
    const parent = this.head;
    await this.operate(1, {
      ...{ op: 'invite', parent, invite, seed: toHex(seed.publicKey), role, until: 1_000 },
    });
    const key = this.epochKeys.get(this.epoch) ?? new Uint8Array();
    const wrapped = { [device]: toHex(await wrapKey(key, box.publicKey, this.workspace)) };
    await this.operate(1, {
      ...{ op: 'add', parent: this.head, device, role, member: 'm1.0.0', invite, wrapped, names: '00' },
      ...{ sign: toHex(signer.publicKey), box: toHex(box.publicKey) },
    });
  }

  async operate(device: number, operation: Operation): Promise<void> {
    const entry = await sealOperation(this.as(device), this.last(device), operation);
    this.append(device, entry);
    this.head = toHex(entry.hash);
  }

  async write(device: number, payload: RecordsPayload): Promise<readonly SealedEntry[]> {
    const last = this.last(device);
    const entries = await sealRecords(this.as(device), last, await packPayload(payload));
    for (const entry of entries) this.append(device, entry);
    return entries;
  }

  append(device: number, { sequence, bytes, hash }: SealedEntry): void {
    this.#heads.set(device, { sequence, hash });
    this.log.push({ position: this.log.length + 1, receivedAt: 500, bytes });
  }

  /** Replaces bytes that the relay holds. */
  tamper(position: number, change: (bytes: Uint8Array) => void): void {
    const placed = this.log[position - 1];
    if (placed === undefined) throw new Error(`no entry ${position}`);
    const bytes = placed.bytes.slice();
    change(bytes);
    this.log[position - 1] = { ...placed, bytes };
  }

  last(device: number): { sequence: number; hash: Uint8Array } {
    return this.#heads.get(device) ?? { sequence: 0, hash: noHash };
  }

  as(device: number, seen: LogHead = { position: 0, hash: noHash }): SealAs {
    const epochKey = this.epochKeys.get(this.epoch) ?? new Uint8Array(32);
    return {
      workspace: this.workspace,
      device,
      signer: keysOf(device).signer,
      epoch: this.epoch,
      epochKey,
      seen,
    };
  }

  ports(device: number, sequence = 0): ReceiverPorts {
    const open = openWith((epoch) => this.epochKeys.get(epoch));
    return { verify: verifySignature, open, hashes: new LogHashes(), own: { device, sequence } };
  }

  /** Reads the log from its beginning. */
  async read(
    ports = this.ports(99),
    log: readonly PlacedEntry[] = this.log,
  ): Promise<{ state: ReceiverState; received: Received[] }> {
    let state = emptyReceiver(this.workspace);
    const received: Received[] = [];
    for (const placed of log) {
      const next = valueOfResult(await receive(state, placed, ports));
      state = next.state;
      received.push(next);
    }
    return { state, received };
  }
}

/** A payload with one update of so many bytes that do not get smaller. */
export function aPayload(length = 10, fill?: number): RecordsPayload {
  let seed = 1;
  const bytes = Uint8Array.from({ length }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return fill ?? seed & 255;
  });
  return { updates: [{ shard: 'a1.0', bytes }], history: [] };
}

/** Fails where the bytes are no entry. */
export function headerOf(bytes: Uint8Array) {
  return valueOfResult(decodeEntry(bytes)).header;
}
