import { createContext } from 'svelte';
import type { Result } from '../../domain/result.ts';
import type { SyncView } from '../../workers/syncView.ts';
import type { TeamCall, TeamCalls, TeamError } from '../../workers/teamCalls.ts';

/** The engine did not answer at all. */
export interface EngineSilent {
  readonly type: 'engine';
  readonly detail: string;
}

export type TeamFailure = TeamError | EngineSilent;

type ValueOf<C extends TeamCall> = Extract<TeamCalls[C]['result'], { ok: true }>['value'];

export type TeamAnswer<C extends TeamCall> = Result<ValueOf<C>, TeamFailure>;

/** A drawing of a QR code: modules on a side, and the dark ones as one SVG path. */
export interface QrDrawing {
  readonly size: number;
  readonly path: string;
}

/** What the screens see and do of a book that several devices share. The application makes it from the engine. */
export interface Team {
  /** Undefined until the engine has spoken. Reading it in a component follows every change. */
  readonly view: SyncView | undefined;
  readonly call: <C extends TeamCall>(call: C, args: TeamCalls[C]['args']) => Promise<TeamAnswer<C>>;
  readonly drawQr: (text: string) => Promise<QrDrawing>;
  /** The address of the app, for links: `https://host/`. */
  readonly address: string;
  /** Deletes this book from this device and opens another. */
  readonly wipe: () => Promise<void>;
}

export const [useTeam, provideTeam] = createContext<Team>();

/** An owner's device manages the members; so may nobody else. */
export function isOwner(view: SyncView | undefined): boolean {
  return view?.me?.role === 'owner' && !hasLeft(view);
}

/** What counts for the whole book is set by its owners; a book that nobody shares belongs to who has it. */
export function mayManage(view: SyncView | undefined): boolean {
  return view !== undefined && (!view.isShared || isOwner(view));
}

/** This device no longer belongs to the book that it holds. */
export function hasLeft(view: SyncView | undefined): boolean {
  return view?.trouble?.type === 'removed' || view?.trouble?.type === 'left';
}

export function inviteAddress(address: string, link: string): string {
  return `${address}#join=${link}`;
}
