import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromHex } from '../../../src/protocol/bytes.ts';
import { decodeContent } from '../../../src/protocol/recordsPayload.ts';
import { headerBytes } from '../../../src/protocol/entry.ts';
import {
  maxControlBytes,
  maxDevices,
  maxEntryBytes,
  maxInviteMs,
  maxOpenInvites,
  maxRelayControlBytes,
} from '../../../src/protocol/limits.ts';
import { operationRules } from '../../../src/protocol/membership.ts';
import { toDeviceMessages, toRelayMessages } from '../../support/controls.ts';
import { operations } from '../../support/operations.ts';
import { valueOfResult } from '../../support/results.ts';
import { vectors } from '../../support/vectors.ts';

const folder = new URL('../../vectors/', import.meta.url);

function stored(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
}

describe('the wire format', () => {
  test('is that of the stored vectors, byte by byte', async () => {
    const made = await vectors();
    for (const [name, content] of Object.entries(made)) {
      expect(JSON.parse(JSON.stringify(content)), name).toEqual(stored(name));
    }
  });

  test('is opened by a script that knows the document and none of our code', () => {
    const script = readFileSync(new URL('openEntry.mjs', folder), 'utf8');
    const imports = [...script.matchAll(/from '([^']+)'/g)].map((match) => match[1]);
    expect(imports).toEqual(['node:crypto', 'node:fs', 'node:zlib']);
    const output = execFileSync(process.execPath, [new URL('openEntry.mjs', folder).pathname], {
      encoding: 'utf8',
    });
    const opened = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    const { contents } = stored('log') as {
      contents: { position: number; text: string; updates?: unknown }[];
    };
    expect(opened.map(({ position, text }) => ({ position, text }))).toEqual(
      contents.map(({ position, text }) => ({ position, text })),
    );
    const texts = opened.map(({ content }) => {
      const decoded = valueOfResult(decodeContent(fromHex(content) ?? new Uint8Array()));
      return decoded.type === 'whole'
        ? new TextDecoder().decode(decoded.payload.updates[0]?.bytes)
        : decoded.index;
    });
    expect(texts).toEqual(['short', expect.stringContaining('lazy dog'), 0, 1, 'after the removal']);
  });
});

describe('the document', () => {
  const document = readFileSync(new URL('../../../sync-server/PROTOCOL.md', import.meta.url), 'utf8');

  test('names every message, refusal, error, operation and rule', () => {
    const refused = toDeviceMessages.flatMap((each) => (each.t === 'refused' ? [each.refusal.type] : []));
    const errors = toDeviceMessages.flatMap((each) => (each.t === 'error' ? [each.error.type] : []));
    const messages = [...toRelayMessages, ...toDeviceMessages].map(({ t }) => t);
    for (const name of [...messages, ...refused, ...errors, ...operations.map(({ op }) => op)]) {
      expect(document, name).toContain(`\`${name}\``);
    }
    for (const rule of operationRules) expect(document, rule).toMatch(new RegExp(`\\b${rule}\\b`));
  });

  test('says the limits that hold', () => {
    expect(headerBytes).toBe(130);
    expect([maxEntryBytes, maxControlBytes, maxRelayControlBytes]).toEqual([1 << 20, 64 << 10, 512 << 10]);
    expect([maxDevices, maxOpenInvites, maxInviteMs]).toEqual([1_000, 50, 24 * 3_600_000]);
  });
});
