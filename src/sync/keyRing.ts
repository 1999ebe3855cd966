import { equalBytes, fromHex } from '../protocol/bytes.ts';
import { openPrevious } from '../protocol/epochKeys.ts';
import type { DeviceKeys } from '../protocol/keys.ts';
import type { Membership } from '../protocol/membership.ts';
import { subkey, unwrapKey, type Purpose } from '../protocol/seal.ts';
import { deviceKeysOf, type KeyTable } from './deviceKeys.ts';

/** What a device can open: its own keys, and the key of every epoch that it may read. */
export class KeyRing {
  readonly device: DeviceKeys;
  readonly #table: KeyTable | undefined;
  readonly #epochs: Map<number, Uint8Array>;
  readonly #subkeys = new Map<string, Uint8Array>();
  /** Keys of epochs up to this one are as the log has them. */
  #settled = 0;

  private constructor(table: KeyTable | undefined, device: DeviceKeys, epochs: Map<number, Uint8Array>) {
    this.#table = table;
    this.device = device;
    this.#epochs = epochs;
  }

  /** Undefined where the book has no device keys: it is not shared, or they are erased. */
  static async load(table: KeyTable): Promise<KeyRing | undefined> {
    const rows = await table.toArray();
    const device = deviceKeysOf(rows);
    if (device === undefined) return undefined;
    const epochs = rows.flatMap(({ id, key }): [number, Uint8Array][] => {
      const epoch = /^epoch:(\d+)$/.exec(id)?.[1];
      return epoch !== undefined && key instanceof Uint8Array ? [[Number(epoch), key]] : [];
    });
    return new KeyRing(table, device, new Map(epochs));
  }

  /** For keys that are never stored: those of a phrase. */
  static unstored(device: DeviceKeys): KeyRing {
    return new KeyRing(undefined, device, new Map());
  }

  /** 32 bytes; undefined where this device may not read that epoch. */
  readonly epochKey = (epoch: number): Uint8Array | undefined => this.#epochs.get(epoch);

  /** The key of an epoch for one purpose; see `subkey`. */
  subkey(epoch: number, workspace: Uint8Array, purpose: Purpose): Uint8Array | undefined {
    const name = `${epoch} ${purpose}`;
    const known = this.#subkeys.get(name);
    if (known !== undefined) return known;
    const key = this.#epochs.get(epoch);
    if (key === undefined) return undefined;
    const derived = subkey(key, workspace, purpose);
    this.#subkeys.set(name, derived);
    return derived;
  }

  /** Keeps the key of an epoch that this device made itself, before its operation is sent. */
  async keep(epoch: number, key: Uint8Array): Promise<void> {
    this.#epochs.set(epoch, key);
    for (const name of this.#subkeys.keys()) if (name.startsWith(`${epoch} `)) this.#subkeys.delete(name);
    await this.#table?.bulkPut([{ id: `epoch:${epoch}`, key }]);
  }

  /**
   * Opens what the members wrapped to this device, and from the newest key downwards every one before it. A key that a
   * rotation of ours made and another owner's took the place of gives way to what the log holds.
   */
  async learn(membership: Membership, device: number): Promise<void> {
    const workspace = fromHex(membership.workspace, 16) ?? new Uint8Array(16);
    for (let epoch = membership.epoch; epoch >= 1; epoch--) {
      const key = await this.#keyInLog(membership, epoch, device, workspace);
      const held = this.#epochs.get(epoch);
      const isNew = key !== undefined && (held === undefined || !equalBytes(key, held));
      if (isNew) await this.keep(epoch, key);
    }
    this.#settled = membership.epoch;
  }

  async #keyInLog(
    membership: Membership,
    epoch: number,
    device: number,
    workspace: Uint8Array,
  ): Promise<Uint8Array | undefined> {
    const held = this.#epochs.get(epoch);
    if (held !== undefined && epoch <= this.#settled) return held;
    const wrapped = fromHex(membership.epochs.get(epoch)?.wrapped[String(device)]);
    const unwrapped = wrapped && (await unwrapKey(wrapped, this.device.box, workspace));
    if (unwrapped !== undefined) return unwrapped;
    const next = this.#epochs.get(epoch + 1);
    const sealed = membership.epochs.get(epoch + 1)?.sealedPrevious;
    const previous =
      next === undefined || sealed === undefined
        ? undefined
        : openPrevious(next, epoch + 1, sealed, workspace);
    return previous ?? held;
  }
}
