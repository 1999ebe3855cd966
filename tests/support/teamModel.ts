import type { Result } from '../../src/domain/result.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { entryHash, noHash } from '../../src/protocol/entry.ts';
import { inviteKeys } from '../../src/protocol/invitation.ts';
import { boxKeyOf, signerOf, type DeviceKeys } from '../../src/protocol/keys.ts';
import {
  applyOperation,
  beginMembership,
  nextDeviceNumber,
  type Membership,
  type OperationPlace,
  type OperationRefusal,
} from '../../src/protocol/membership.ts';
import { encodeOperation, type Operation, type Role } from '../../src/protocol/operations.ts';
import { randomBytes } from '../../src/protocol/seal.ts';
import { KeyRing } from '../../src/sync/keyRing.ts';
import {
  addDevice,
  beginTeam,
  inviteDevice,
  type FlowError,
  type OperationBuilder,
} from '../../src/sync/operationFlows.ts';

export const newKeys = (): DeviceKeys => ({
  signer: signerOf(randomBytes(32)),
  box: boxKeyOf(randomBytes(32)),
});

/** Members and what each of them holds, without entries or a relay: operations are applied as they are made. */
export class TeamModel {
  membership: Membership;
  readonly rings = new Map<number, KeyRing>();
  now = 1_000_000;

  private constructor(membership: Membership) {
    this.membership = membership;
  }

  static async begin(device = 1): Promise<TeamModel> {
    const keys = newKeys();
    const member = `m${device}.0.0`;
    const genesis = await beginTeam({ keys, device, member, names: { book: 'Tea', member: 'Mei' } });
    const place = placeOf(genesis.operation, toHex(genesis.workspace), 1, device, 1_000_000);
    const begun = beginMembership(genesis.operation, place);
    if (!begun.ok) throw new Error(begun.error.rule);
    const team = new TeamModel(begun.value);
    team.rings.set(device, KeyRing.unstored(keys));
    await team.#learn();
    return team;
  }

  ring(device: number): KeyRing {
    const ring = this.rings.get(device);
    if (ring === undefined) throw new Error(`no device ${device}`);
    return ring;
  }

  /** What `device` builds, applied: or why it does not hold. */
  async do(
    device: number,
    build: OperationBuilder,
  ): Promise<Result<Operation, FlowError | OperationRefusal>> {
    const built = await build(this.membership);
    if (!built.ok) return built;
    const { workspace, epoch } = this.membership;
    const place = placeOf(built.value, workspace, epoch, device, this.now);
    const changed = applyOperation(this.membership, built.value, place);
    if (!changed.ok) return changed;
    this.membership = changed.value;
    await this.#learn();
    return built;
  }

  async must(device: number, build: OperationBuilder): Promise<Operation> {
    const done = await this.do(device, build);
    if (!done.ok) throw new Error(JSON.stringify(done.error));
    return done.value;
  }

  /** Invites and takes in a new device; gives its number. */
  async add(role: Role, by = 1): Promise<number> {
    const seed = randomBytes(32);
    await this.must(by, inviteDevice(seed, role, this.now + 1_000));
    const keys = newKeys();
    const device = nextDeviceNumber(this.membership);
    this.rings.set(device, KeyRing.unstored(keys));
    const sign = toHex(keys.signer.publicKey);
    const box = toHex(keys.box.publicKey);
    const { invite } = inviteKeys(seed);
    const names = { member: `Member ${device}`, device: 'Phone' };
    await this.must(
      by,
      addDevice(this.ring(by), { sign, box, role, member: `m1.0.${device}`, names, invite }),
    );
    return device;
  }

  async #learn(): Promise<void> {
    for (const [device, ring] of this.rings) await ring.learn(this.membership, device);
  }
}

function placeOf(
  operation: Operation,
  workspace: string,
  epoch: number,
  device: number,
  receivedAt: number,
): OperationPlace {
  const body = encodeOperation(operation);
  const seen = { position: 0, hash: noHash };
  const header = {
    ...{ version: 1, kind: 1, workspace: Uint8Array.from(Buffer.from(workspace, 'hex')), epoch, device },
    ...{ sequence: 1, previous: noHash, seen, nonce: new Uint8Array(24) },
  };
  return { header, body, hash: entryHash(body), receivedAt };
}
