import { err, ok, type Result } from '../domain/result.ts';
import { fromHex, toHex } from '../protocol/bytes.ts';
import { emptyLogHash, noHash } from '../protocol/entry.ts';
import { appendFrame, type ToDevice } from '../protocol/frames.ts';
import type { DeviceKeys, Verify } from '../protocol/keys.ts';
import type { Names } from '../protocol/names.ts';
import { recoveryKeys, recoveryProof } from '../protocol/recoveryPhrase.ts';
import type { Welcome } from './connection.ts';
import { Guest, type GuestFailure } from './guest.ts';
import { admittedWith, type Admitted, type JoinRun } from './joinTeam.ts';
import { KeyRing } from './keyRing.ts';
import type { OperationChain } from './operationChain.ts';
import { addDevice, namesOfDevice, workspaceBytes } from './operationFlows.ts';
import { sealOperation } from './sealing.ts';
import type { RelayPorts } from './shareTeam.ts';

/** Somebody else with the same phrase may come first: then we build anew, so often. */
const maxTries = 5;

/** Lets this device in as an owner by the phrase on paper, which signs that one operation and nothing else. */
export function recoverTeam(
  seed: Uint8Array,
  newcomer: { readonly keys: DeviceKeys; readonly names: Names },
  ports: RelayPorts & { readonly verify?: Verify },
  onProgress: (progress: { readonly type: 'connecting' }) => void,
): JoinRun {
  const phrase = recoveryKeys(seed);
  const ring = KeyRing.unstored(phrase);
  const recovery = toHex(phrase.signer.publicKey);
  let finish: (outcome: Result<Admitted, GuestFailure>) => void = () => undefined;
  const outcome = new Promise<Result<Admitted, GuestFailure>>((resolve) => (finish = resolve));
  let tries = 0;

  const end = (result: Result<Admitted, GuestFailure>): void => {
    guest.close();
    finish(result);
  };
  const read = async (chain: OperationChain, welcome: Welcome): Promise<void> => {
    const own = admittedWith(chain.membership, newcomer.keys.signer.publicKey);
    if (own !== undefined) return end(ok(own));
    if (++tries > maxTries) return end(err({ type: 'failed', detail: 'others came first' }));
    const proof = recoveryProof(seed, workspaceBytes(chain.membership.workspace));
    const entry = await entryOfPhrase(chain, welcome, ring, { ...newcomer, proof });
    if (entry === undefined) return end(err({ type: 'mismatch' }));
    guest.connection?.sendFrame(appendFrame(entry));
  };
  const hear = (message: ToDevice): Promise<void> => {
    if (message.t === 'stored') guest.readOn();
    if (message.t === 'refused') {
      const isFinal = message.refusal.type === 'operation' && message.refusal.rule === 'limit';
      if (isFinal) end(err({ type: 'failed', detail: 'limit' }));
      else guest.reconnect();
    }
    return Promise.resolve();
  };
  const guest = new Guest(ports, { subject: { recovery }, sign: phrase.signer.sign }, undefined, {
    connecting: () => onProgress({ type: 'connecting' }),
    read,
    hear,
    failed: (failure) => finish(err(failure.type === 'expired' ? { type: 'unknown-workspace' } : failure)),
  });
  return { outcome, cancel: () => guest.close() };
}

/** The phrase's next entry: the operation that lets the newcomer in. Undefined where the phrase was never an owner here. */
async function entryOfPhrase(
  { membership }: OperationChain,
  { last }: Welcome,
  ring: KeyRing,
  { keys, names, proof }: { readonly keys: DeviceKeys; readonly names: Names; readonly proof: string },
): Promise<Uint8Array | undefined> {
  const paper = admittedWith(membership, ring.device.signer.publicKey)?.device;
  if (paper?.isRecovery !== true) return undefined;
  const { device, member } = paper;
  await ring.learn(membership, device);
  if (namesOfDevice(ring, membership, device).proof !== proof) return undefined;
  const before = namesOfMember(ring, membership, member);
  const operation = await addDevice(ring, {
    ...{ sign: toHex(keys.signer.publicKey), box: toHex(keys.box.publicKey), role: 'owner', member },
    names: { ...before, ...names },
  })(membership);
  if (!operation.ok) return undefined;
  const workspace = workspaceBytes(membership.workspace);
  const seen = { position: 0, hash: emptyLogHash(workspace) };
  const as = { workspace, device, signer: ring.device.signer, epoch: membership.epoch, seen };
  const head = { sequence: last?.sequence ?? 0, hash: fromHex(last?.hash, 32) ?? noHash };
  return (await sealOperation(as, head, operation.value)).bytes;
}

/** The name of the person whose phrase it is, as another of their devices has it. */
function namesOfMember(ring: KeyRing, membership: OperationChain['membership'], member: string): Names {
  const devices = [...membership.devices.values()].filter((each) => each.member === member);
  const names = devices.map(({ device }) => namesOfDevice(ring, membership, device).member);
  const name = names.find((each) => each !== undefined);
  return name === undefined ? {} : { member: name };
}
