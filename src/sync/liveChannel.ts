import { concatBytes, fromHex } from '../protocol/bytes.ts';
import { frameType } from '../protocol/frames.ts';
import type { DeviceKeys, Verify } from '../protocol/keys.ts';
import { openBox, sealBox, type Purpose } from '../protocol/seal.ts';
import { encodeLive, liveAad, liveKind, liveSigned, type LiveFrame } from '../protocol/statements.ts';
import type { Standing } from './outgoing.ts';

/** What another device tells and nobody stores. */
export interface LiveMessage {
  readonly kind: number;
  readonly device: number;
  readonly text: Uint8Array;
}

export interface LivePorts {
  readonly standing: Standing;
  readonly keys: {
    readonly device: DeviceKeys;
    readonly subkey: (epoch: number, workspace: Uint8Array, purpose: Purpose) => Uint8Array | undefined;
  };
  readonly verify: Verify;
}

/** Seals and opens frames that the relay forwards and does not keep. */
export class LiveChannel {
  readonly #ports: LivePorts;
  readonly #listeners = new Set<(message: LiveMessage) => void>();

  constructor(ports: LivePorts) {
    this.#ports = ports;
  }

  listen(listener: (message: LiveMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The whole frame; undefined where this device cannot read the current epoch. */
  async seal(kind: number, text: Uint8Array): Promise<Uint8Array | undefined> {
    const { standing, keys } = this.#ports;
    const { workspace, ledger } = standing.receiver;
    const epoch = ledger.membership?.epoch;
    const key = epoch === undefined ? undefined : keys.subkey(epoch, workspace, 'live');
    if (epoch === undefined || key === undefined) return undefined;
    const head = { kind, device: standing.device, epoch };
    const frame = { ...head, box: sealBox(key, liveAad(head), text) };
    const signature = await keys.device.signer.sign(liveSigned(workspace, frame));
    return concatBytes(Uint8Array.of(frameType.live), encodeLive({ ...frame, signature }));
  }

  /** Only what a member has signed and sealed is told on; nothing that a viewer writes to a text, whatever the relay forwards. */
  async receive(frame: LiveFrame): Promise<void> {
    const { standing, keys, verify } = this.#ports;
    const { workspace, ledger } = standing.receiver;
    const state = ledger.membership?.devices.get(frame.device);
    if (frame.kind === liveKind.text && state?.role === 'viewer') return;
    const sign = state?.state === 'active' ? fromHex(state.sign, 32) : undefined;
    if (sign === undefined || !(await verify(sign, liveSigned(workspace, frame), frame.signature))) return;
    const key = keys.subkey(frame.epoch, workspace, 'live');
    const text = key && openBox(key, liveAad(frame), frame.box);
    if (text === undefined) return;
    const { kind, device } = frame;
    for (const listener of this.#listeners) listener({ kind, device, text });
  }
}
