import { admit, type Ledger } from '../../src/protocol/admission.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import {
  emptyLogHash,
  encodeEntry,
  encodeHeader,
  entryHash,
  entryKind,
  nextLogHash,
  noHash,
  signedPart,
  workspaceOf,
  type Entry,
  type EntryHeader,
  type LogHead,
} from '../../src/protocol/entry.ts';
import { sealPrevious, wrapForAll } from '../../src/protocol/epochKeys.ts';
import { inviteKeys } from '../../src/protocol/invitation.ts';
import { boxKeyOf, signerOf, type DeviceKeys, type Signer } from '../../src/protocol/keys.ts';
import { activeDevices, nextDeviceNumber, type Membership } from '../../src/protocol/membership.ts';
import { sealNames } from '../../src/protocol/names.ts';
import { encodeOperation, type Operation, type Role } from '../../src/protocol/operations.ts';
import { encodeContent, type RecordsPayload } from '../../src/protocol/recordsPayload.ts';
import { seal, subkey } from '../../src/protocol/seal.ts';
import { valueOfResult } from './results.ts';

/** The same keys for the same number, which nobody else's are. */
export function aDevice(number: number): DeviceKeys {
  return { signer: signerOf(bytesOf(number, 1)), box: boxKeyOf(bytesOf(number, 2)) };
}

/** 32 bytes that are the same for the same numbers. */
export function bytesOf(number: number, purpose = 0, length = 32): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (number * 31 + purpose * 7 + i * 13 + 5) % 256);
}

export async function signEntry(header: EntryHeader, body: Uint8Array, signer: Signer): Promise<Entry> {
  return { header, body, signature: await signer.sign(signedPart(header, body)) };
}

/** What an entry can differ in from what an honest device would write. */
export interface EntryWish {
  readonly header?: Partial<EntryHeader>;
  readonly signer?: Signer;
  readonly receivedAt?: number;
}

/** A log that grows by honest entries, with the keys of all its devices. Real keys, real seals. */
export class TestWorkspace {
  readonly keys = new Map<number, DeviceKeys>();
  readonly epochKeys = new Map<number, Uint8Array>();
  readonly log: { readonly bytes: Uint8Array; readonly receivedAt: number }[] = [];
  id: Uint8Array = new Uint8Array(16);
  ledger: Ledger = { membership: undefined, heads: new Map() };
  head: LogHead = { position: 0, hash: noHash };
  now = 1_700_000_000_000;
  #nonces = 0;

  static async begin(founder = 1): Promise<TestWorkspace> {
    const workspace = new TestWorkspace();
    const keys = aDevice(founder);
    const random = toHex(bytesOf(founder, 3));
    const [sign, box] = [toHex(keys.signer.publicKey), toHex(keys.box.publicKey)];
    workspace.id = workspaceOf({ random, sign, box });
    workspace.head = { position: 0, hash: emptyLogHash(workspace.id) };
    workspace.keys.set(founder, keys);
    workspace.epochKeys.set(1, bytesOf(1, 4));
    const wrapped = await workspace.wrap(1, [founder]);
    const names = workspace.names('Alice');
    await workspace.operate(founder, { op: 'genesis', random, sign, box, member: 'm1.0.0', wrapped, names });
    return workspace;
  }

  get membership(): Membership {
    if (this.ledger.membership === undefined) throw new Error('no genesis yet');
    return this.ledger.membership;
  }

  get parent(): string {
    return this.membership.head;
  }

  epochKey(epoch = this.membership.epoch): Uint8Array {
    const key = this.epochKeys.get(epoch);
    if (key === undefined) throw new Error(`no key of epoch ${epoch}`);
    return key;
  }

  /** The entry that this device would write next. */
  async entry(device: number, kind: number, body: Uint8Array, wish: EntryWish = {}): Promise<Entry> {
    const head = this.ledger.heads.get(device) ?? { sequence: 0, hash: noHash };
    const header: EntryHeader = {
      version: 1,
      kind,
      workspace: this.id,
      epoch: this.ledger.membership?.epoch ?? 1,
      device,
      sequence: head.sequence + 1,
      previous: head.hash,
      seen: this.head,
      nonce: bytesOf(++this.#nonces, device, 24),
      ...wish.header,
    };
    const keys = this.keys.get(device) ?? aDevice(device);
    return signEntry(header, body, wish.signer ?? keys.signer);
  }

  /** Admits an entry at the end of the log, as an honest relay and every device do. */
  append(entry: Entry, receivedAt = this.now): ReturnType<typeof admit> {
    const bytes = encodeEntry(entry);
    const hash = entryHash(bytes);
    const admitted = admit(this.ledger, entry, hash, receivedAt);
    if (!admitted.ok) return admitted;
    this.ledger = admitted.value;
    this.log.push({ bytes, receivedAt });
    this.head = {
      position: this.head.position + 1,
      hash: nextLogHash(this.head.hash, hash, receivedAt),
    };
    return admitted;
  }

  /** Whether an operation, signed by this device, holds. */
  async tryOperation(device: number, operation: Operation, wish: EntryWish = {}) {
    const entry = await this.entry(device, entryKind.membership, encodeOperation(operation), wish);
    return this.append(entry, wish.receivedAt);
  }

  async operate(device: number, operation: Operation): Promise<void> {
    valueOfResult(await this.tryOperation(device, operation));
  }

  async sealedRecords(device: number, payload: RecordsPayload, wish: EntryWish = {}): Promise<Entry> {
    const { header } = await this.entry(device, entryKind.records, new Uint8Array(), wish);
    const key = subkey(this.epochKey(header.epoch), this.id, 'records');
    const content = new Uint8Array([0, ...encodeContent({ type: 'whole', payload })]);
    const body = seal(key, header.nonce, encodeHeader(header), content);
    return signEntry(header, body, wish.signer ?? (this.keys.get(device) ?? aDevice(device)).signer);
  }

  names(member: string): string {
    return sealNames(this.epochKey(this.ledger.membership?.epoch ?? 1), this.id, { member });
  }

  wrap(epoch: number, devices: readonly number[]): Promise<Record<string, string>> {
    const readers = devices.map((device) => {
      const keys = this.keys.get(device) ?? aDevice(device);
      return { device, box: toHex(keys.box.publicKey) };
    });
    return wrapForAll(this.epochKey(epoch), readers, this.id);
  }

  /** An invitation by `owner`; gives its name. */
  async invite(owner: number, role: Role, number = 1): Promise<string> {
    const { signer, invite } = inviteKeys(bytesOf(number, 5));
    const seed = toHex(signer.publicKey);
    const until = this.now + 3_600_000;
    await this.operate(owner, { op: 'invite', parent: this.parent, invite, seed, role, until });
    return invite;
  }

  /** The operation by which a newcomer with the next number joins. */
  async addition(role: Role, invite?: string): Promise<Extract<Operation, { op: 'add' }>> {
    const device = nextDeviceNumber(this.membership);
    const keys = aDevice(device);
    return {
      ...{ op: 'add', parent: this.parent, device, role, member: `m1.0.${device.toString(36)}` },
      ...{ sign: toHex(keys.signer.publicKey), box: toHex(keys.box.publicKey) },
      ...{ wrapped: await this.wrap(this.membership.epoch, [device]), names: this.names(`Device ${device}`) },
      ...(invite === undefined ? {} : { invite }),
    };
  }

  /** Invites and adds a device; gives its number. */
  async join(owner: number, role: Role): Promise<number> {
    const number = nextDeviceNumber(this.membership);
    const addition = await this.addition(role, await this.invite(owner, role, number));
    this.keys.set(addition.device, aDevice(addition.device));
    await this.operate(owner, { ...addition, parent: this.parent });
    return addition.device;
  }

  /** The parts of an operation that begins the next epoch for all who read, but those. */
  async nextEpoch(without: readonly number[] = []) {
    const epoch = this.membership.epoch + 1;
    this.epochKeys.set(epoch, bytesOf(epoch, 4));
    const readers = activeDevices(this.membership).filter((device) => !without.includes(device));
    const sealedPrevious = sealPrevious(this.epochKey(epoch), epoch, this.epochKey(epoch - 1), this.id);
    return { epoch, wrapped: await this.wrap(epoch, readers), sealedPrevious };
  }

  async remove(owner: number, devices: readonly number[]): Promise<void> {
    const epoch = await this.nextEpoch(devices);
    await this.operate(owner, { op: 'remove', parent: this.parent, devices, ...epoch });
  }
}
