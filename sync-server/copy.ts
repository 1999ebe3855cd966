import { resolve } from 'node:path';
import { readConfiguration } from './configuration.ts';
import { copyStore, type CopyError } from './store/sqliteBackup.ts';

/** `backup <file>` copies the relay's store into a new file, `restore <file>` the other way; neither overwrites anything. */
const [command, file] = process.argv.slice(2);
const configuration = readConfiguration(process.env);

if (!configuration.ok) {
  end(`${configuration.error.option} is wrong: expected ${configuration.error.expected}`);
} else if (file === undefined || (command !== 'backup' && command !== 'restore')) {
  end('Say where: npm run relay:backup -- <file>, or npm run relay:restore -- <file>');
} else {
  const [store, other] = [configuration.value.store, resolve(file)];
  const copied = command === 'backup' ? copyStore(store, other) : copyStore(other, store);
  if (copied.ok) {
    const { workspaces, entries } = copied.value;
    console.log(`${command === 'backup' ? other : store}: ${workspaces} workspaces, ${entries} entries`);
  } else end(messageOf(copied.error));
}

function messageOf(error: CopyError): string {
  switch (error.type) {
    case 'exists':
      return `${error.path} is there already. Move it away first: nothing is overwritten.`;
    case 'absent':
      return `${error.path} is not there.`;
    case 'unusable':
      return `${error.path} cannot be used: ${error.detail}`;
  }
}

function end(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
