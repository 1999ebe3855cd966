import { execFileSync } from 'node:child_process';

const program = `const s = require('node:net').createServer().listen(0, '127.0.0.1', () => { process.stdout.write(String(s.address().port)); s.close(); });`;

/** A loopback port that is free now. Synchronous, because Playwright reads its configuration synchronously. */
export function freePort(): number {
  return Number(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }).trim());
}
