import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { options, readConfiguration } from '../../../sync-server/configuration.ts';
import { errorOfResult, valueOfResult } from '../../support/results.ts';

function fileWith(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'rapport-configuration-')), 'relay.json');
  writeFileSync(path, text);
  return path;
}

test('nothing has to be set', () => {
  const configuration = valueOfResult(readConfiguration({}));
  expect(configuration).toMatchObject({ host: '127.0.0.1', port: 4173, workspaces: 'open', quotaBytes: 0 });
});

test('the environment counts before the file, the file before what is standard', () => {
  const RAPPORT_CONFIGURATION = fileWith(
    '{ "port": 5000, "host": "0.0.0.0", "isBehindProxy": true, "origins": ["https://a.example", "https://b.example"] }',
  );
  const configuration = valueOfResult(readConfiguration({ RAPPORT_CONFIGURATION, PORT: '6000' }));
  expect(configuration).toMatchObject({ port: 6000, host: '0.0.0.0', isBehindProxy: true });
  expect(configuration.origins).toEqual(['https://a.example', 'https://b.example']);
});

describe('a start ends with the name of the option', () => {
  test.each([
    ['PORT', 'abc'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PORT', ''],
    ['RAPPORT_QUOTA_BYTES', '1e9'],
    ['RAPPORT_WORKSPACES', 'everybody'],
    ['RAPPORT_BEHIND_PROXY', 'yes'],
    ['RAPPORT_ORIGINS', 'https://a.example/path'],
    ['RAPPORT_LOG_LEVEL', 'loud'],
    ['RAPPORT_OLDEST_VERSION', '99'],
    ['RAPPORT_CONFIGURATION', '/nowhere/relay.json'],
  ])('%s of which %j is no value', (variable, value) => {
    expect(errorOfResult(readConfiguration({ [variable]: value })).option).toBe(variable);
  });

  test.each([
    ['{ "port": "many" }', 'port'],
    ['{ "ports": 4173 }', 'ports'],
    ['{ "quotaBytes": -1 }', 'quotaBytes'],
    ['[]', 'RAPPORT_CONFIGURATION'],
    ['{', 'RAPPORT_CONFIGURATION'],
  ])('in a file with %s', (text, option) => {
    const RAPPORT_CONFIGURATION = fileWith(text);
    expect(errorOfResult(readConfiguration({ RAPPORT_CONFIGURATION })).option).toBe(option);
  });

  test('when a token is asked for and none is long enough', () => {
    const error = errorOfResult(
      readConfiguration({ RAPPORT_WORKSPACES: 'token', RAPPORT_CREATE_TOKEN: 'short' }),
    );
    expect(error.option).toBe('RAPPORT_CREATE_TOKEN');
  });
});

test('every option is documented, with its variable and what is standard', () => {
  const folder = join(import.meta.dirname, '..', '..', '..');
  const text = readFileSync(join(folder, 'sync-server', 'CONFIGURATION.md'), 'utf8');
  const rows = new Map(
    text
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
      .map(([, name, variable, standard]) => [name, { variable, standard }]),
  );
  for (const [name, { variable, standard }] of Object.entries(options)) {
    const written = [standard].flat().join(' ').replace(`${folder}/`, '');
    expect([name, rows.get(name)]).toEqual([name, { variable, standard: written }]);
  }
});
