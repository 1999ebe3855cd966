import type { RecordId } from '../../../src/domain/ids.ts';
import { seededRandom, type Random } from '../../../src/domain/random.ts';
import type { RecordRow } from '../../../src/domain/record.ts';
import { toHex } from '../../../src/protocol/bytes.ts';
import { emptyLogHash, noHash, workspaceOf } from '../../../src/protocol/entry.ts';
import { sealPrevious } from '../../../src/protocol/epochKeys.ts';
import { activeDevices, nextDeviceNumber } from '../../../src/protocol/membership.ts';
import type { Operation, Role } from '../../../src/protocol/operations.ts';
import { sealOperation } from '../../../src/sync/sealing.ts';
import { MemoryRelay, type Relay } from '../memoryRelay.ts';
import { bytesOf } from '../workspace.ts';
import type { SimCrypto } from './crypto.ts';
import { SimDevice, type SimWorld } from './device.ts';

const fields = ['region', 'industry', 'level'] as const;
const dayMs = 24 * 60 * 60 * 1_000;

/** A team of simulated devices around one relay, and everything that can happen to them, chosen by a seed. */
export class Team {
  readonly world: SimWorld;
  readonly relay: MemoryRelay;
  readonly devices = new Map<number, SimDevice>();
  readonly records: RecordId[] = [];
  readonly random: Random;
  /** What a device sees of the relay; a test may put something evil between. */
  view: Relay;
  #nonces = 0;
  #invites = 0;

  private constructor(crypto: SimCrypto, workspace: Uint8Array, seed: number) {
    const nextNonce = (): Uint8Array => {
      const nonce = new Uint8Array(24);
      new DataView(nonce.buffer).setUint32(0, ++this.#nonces);
      return nonce;
    };
    this.world = { crypto, workspace, now: 1_700_000_000_000, meaning: new Map(), nextNonce };
    this.relay = new MemoryRelay(crypto.verify);
    this.view = this.relay;
    this.random = seededRandom(seed);
  }

  /** A founder and so many editors and owners, all of one mind, with two records. */
  static async begin(crypto: SimCrypto, seed: number, others = 2): Promise<Team> {
    const keys = crypto.keysOf(1);
    const random = toHex(bytesOf(seed % 251, 3));
    const [sign, box] = [toHex(keys.signer.publicKey), toHex(keys.box.publicKey)];
    const workspace = workspaceOf({ random, sign, box });
    const team = new Team(crypto, workspace, seed);
    const wrapped = await crypto.wrap(team.newKey(), [{ device: 1, box }], workspace);
    const seen = { position: 0, hash: emptyLogHash(workspace) };
    const as = { workspace, device: 1, signer: keys.signer, epoch: 1, seen };
    const genesis: Operation = { op: 'genesis', random, sign, box, member: 'm1.0.1', wrapped, names: '' };
    const entry = await sealOperation(as, { sequence: 0, hash: noHash }, genesis, team.world.nextNonce);
    await team.relay.append(entry.bytes, team.world.now);
    const founder = team.add(1);
    founder.chain = { stored: { sequence: 0, hash: noHash }, sealed: [entry] };
    await team.exchange(founder);
    for (let i = 0; i < others; i++) await team.join(founder, i === 0 ? 'owner' : 'editor');
    team.records.push(founder.create('Nordkaffe'), founder.create('Lan An'));
    await team.settle();
    return team;
  }

  add(number: number): SimDevice {
    const error = this.random() < 0.2 ? (this.random() < 0.5 ? dayMs : -dayMs) : 0;
    const device = new SimDevice(this.world, number, error);
    this.devices.set(number, device);
    return device;
  }

  /** A key for an epoch that is about to begin; no device keeps it before it stands in the log. */
  newKey(): Uint8Array {
    const key = new Uint8Array(32);
    new DataView(key.buffer).setFloat64(0, this.random());
    return key;
  }

  /** Devices that take themselves for members. */
  get hopefuls(): SimDevice[] {
    return [...this.devices.values()].filter((device) => device.isMember && device.stopped === undefined);
  }

  /** Devices that are members at the end of the log. */
  get members(): SimDevice[] {
    const devices = this.relay.ledger.membership?.devices;
    return this.hopefuls.filter(({ number }) => devices?.get(number)?.state === 'active');
  }

  /** Connects, sends everything and reads everything. */
  async exchange(device: SimDevice): Promise<void> {
    device.connect(this.view);
    await this.readAll(device);
    device.fold();
    await device.seal();
    for (let i = 0; i < 4 && device.chain.sealed.length > 0; i++) {
      await device.send(this.view);
      await this.readAll(device);
    }
  }

  async readAll(device: SimDevice): Promise<void> {
    await device.read(this.view.after(device.receiver.head.position, device.number));
  }

  /** Until nobody has anything to say any more. True where that was reached. */
  async settle(): Promise<boolean> {
    for (let round = 0; round < 12; round++) {
      for (const device of this.members) await this.exchange(device);
      const end = this.relay.log.length;
      const isQuiet = this.members.every(
        (device) => device.receiver.head.position === end && (device.isDone || !device.mayWrite),
      );
      if (isQuiet) return true;
    }
    return false;
  }

  /** Invites a new device and lets it in; nothing where the owner was not up to date. */
  async join(owner: SimDevice, role: Role): Promise<SimDevice | undefined> {
    await this.exchange(owner);
    const before = owner.membership;
    if (before === undefined || !owner.isOwner || owner.chain.sealed.length > 0) return undefined;
    const device = nextDeviceNumber(before);
    if (device > 9) return undefined;
    const invite = toHex(bytesOf(++this.#invites, 7, 16));
    const until = this.world.now + 1_000;
    const asked = {
      op: 'invite',
      parent: before.head,
      invite,
      seed: toHex(bytesOf(1)),
      role,
      until,
    } as const;
    await this.#say(owner, asked);
    const keys = this.world.crypto.keysOf(device);
    const [sign, box] = [toHex(keys.signer.publicKey), toHex(keys.box.publicKey)];
    const { head: parent, epoch } = owner.membership ?? before;
    const epochKey = owner.epochKeys.get(epoch) ?? noHash;
    const wrapped = await this.world.crypto.wrap(epochKey, [{ device, box }], this.world.workspace);
    const member = `m1.0.${device.toString(36)}`;
    await this.#say(owner, {
      op: 'add',
      parent,
      device,
      sign,
      box,
      role,
      member,
      wrapped,
      names: '',
      invite,
    });
    const { membership } = owner;
    if (membership?.devices.get(device)?.sign !== sign) return undefined;
    const added = this.add(device);
    await added.learn(membership);
    added.connect(this.view);
    await this.readAll(added);
    return added;
  }

  /** The parts of the next epoch as this device sees the members, without some. */
  async nextEpoch(owner: SimDevice, without: readonly number[]) {
    const { membership } = owner;
    if (membership === undefined) throw new Error('no members yet');
    const epoch = membership.epoch + 1;
    const readers = activeDevices(membership)
      .filter((device) => !without.includes(device))
      .map((device) => ({ device, box: membership.devices.get(device)?.box ?? '' }));
    const key = this.newKey();
    const { workspace, crypto } = this.world;
    const previous = owner.epochKeys.get(epoch - 1) ?? noHash;
    const wrapped = await crypto.wrap(key, readers, workspace);
    return { epoch, wrapped, sealedPrevious: sealPrevious(key, epoch, previous, workspace) };
  }

  async #say(owner: SimDevice, operation: Operation): Promise<void> {
    await owner.operate(operation);
    await owner.send(this.view);
    await this.readAll(owner);
  }

  /** One thing that happens somewhere. */
  async step(): Promise<void> {
    this.world.now += Math.floor(this.random() * 1_000);
    const device = this.#pick(this.hopefuls);
    if (device === undefined) return;
    const what = this.random();
    if (what < 0.3) this.#edit(device);
    else if (what < 0.36) device.fold();
    else if (what < 0.5) {
      device.fold();
      await device.seal();
    } else if (what < 0.66) {
      device.fold();
      await device.seal();
      if (!device.isConnected) device.connect(this.view);
      await device.send(this.view, this.random() < 0.25);
    } else if (what < 0.84) await this.#readSome(device);
    else if (what < 0.88) device.disconnect();
    else if (what < 0.92) device.restart();
    else await this.#operate(device);
  }

  #edit(device: SimDevice): void {
    if (!device.mayWrite) return;
    if (this.random() < 0.1) {
      this.records.push(device.create(`New ${this.records.length}`));
      return;
    }
    const row = device.rows.get(this.#pick(this.records) ?? '');
    if (row === undefined) return;
    const form = this.random() < 0.2 ? (this.#forms.get(`${device.number} ${row.id}`) ?? row) : row;
    this.#forms.set(`${device.number} ${row.id}`, row);
    device.edit(form, this.#pick(fields) ?? 'region', this.#pick(['A', 'B', 'C']) ?? 'A');
  }

  /** Forms that stood open for a while. */
  readonly #forms = new Map<string, RecordRow>();

  /** Some entries, now and then twice, in another order, or from before. */
  async #readSome(device: SimDevice): Promise<void> {
    if (!device.isConnected) device.connect(this.view);
    const { position } = device.receiver.head;
    const from = this.random() < 0.2 ? Math.max(0, position - 3) : position;
    const all = this.view.after(from, device.number);
    const some = all.slice(0, 1 + Math.floor(this.random() * all.length));
    const [first, second] = some;
    const isSwapped = this.random() < 0.05 && first !== undefined && second !== undefined;
    await device.read(isSwapped ? [second, first, ...some.slice(2)] : some);
  }

  async #operate(device: SimDevice): Promise<void> {
    const { membership } = device;
    if (membership === undefined || !device.isMember) return;
    const parent = membership.head;
    const what = this.random();
    const other = this.#pick(activeDevices(membership)) ?? 1;
    if (!device.isOwner) {
      if (what < 0.1) await device.operate({ op: 'leave', parent });
    } else if (what < 0.35)
      await this.join(device, this.#pick(['owner', 'editor', 'editor', 'viewer']) ?? 'editor');
    else if (what < 0.6) {
      await device.operate({
        op: 'remove',
        parent,
        devices: [other],
        ...(await this.nextEpoch(device, [other])),
      });
    } else if (what < 0.85) {
      await device.operate({ op: 'rotate', parent, ...(await this.nextEpoch(device, [])) });
    } else {
      const role = this.#pick(['owner', 'editor', 'viewer'] as const) ?? 'editor';
      await device.operate({ op: 'role', parent, device: other, role });
    }
  }

  #pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.random() * list.length)];
  }
}
