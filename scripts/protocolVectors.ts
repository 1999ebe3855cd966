import { writeFileSync } from 'node:fs';
import { vectors } from '../tests/support/vectors.ts';

/** Writes the test vectors of the wire format: `node scripts/protocolVectors.ts`. They change only with the format. */
for (const [name, content] of Object.entries(await vectors())) {
  const file = new URL(`../tests/vectors/${name}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}
