import { hash } from 'node:crypto';
import type { Hex } from '../src/protocol/operations.ts';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One event with its circumstances: no address, no name, no key; a workspace only as `workspaceTag`. */
export type Log = (
  level: LogLevel,
  event: string,
  fields?: Readonly<Record<string, string | number | boolean>>,
) => void;

/** One line of JSON for each event from this level on. */
export function jsonLog(least: LogLevel, write: (line: string) => void): Log {
  const from = logLevels.indexOf(least);
  return (level, event, fields = {}) => {
    if (logLevels.indexOf(level) < from) return;
    write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`);
  };
}

/** Tells workspaces apart in a log; nobody can knock with it. */
export function workspaceTag(workspace: Hex): string {
  return hash('sha256', `rapport log v1\0${workspace}`).slice(0, 8);
}
