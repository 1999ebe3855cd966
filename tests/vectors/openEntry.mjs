// Follows sync-server/PROTOCOL.md and nothing else: verifies, opens and unpacks every entry of log.json.
import * as crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const log = JSON.parse(readFileSync(new URL('log.json', import.meta.url), 'utf8'));
const hex = (text) => Buffer.from(text, 'hex');
const sha256 = (...parts) => crypto.createHash('sha256').update(Buffer.concat(parts)).digest();
const u64 = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};

/** HChaCha20: 20 rounds over constants, key and 16 bytes of nonce; the first and last four words are the subkey. */
function hchacha20(key, nonce) {
  const word = (bytes, i) => bytes.readUInt32LE(4 * i);
  const x = Uint32Array.from({ length: 16 }, (_, i) =>
    i < 4
      ? [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574][i]
      : i < 12
        ? word(key, i - 4)
        : word(nonce, i - 12),
  );
  const rotate = (value, by) => (value << by) | (value >>> (32 - by));
  const quarter = (a, b, c, d) => {
    x[a] += x[b];
    x[d] = rotate(x[d] ^ x[a], 16);
    x[c] += x[d];
    x[b] = rotate(x[b] ^ x[c], 12);
    x[a] += x[b];
    x[d] = rotate(x[d] ^ x[a], 8);
    x[c] += x[d];
    x[b] = rotate(x[b] ^ x[c], 7);
  };
  for (let round = 0; round < 10; round++) {
    for (let i = 0; i < 4; i++) quarter(i, 4 + i, 8 + i, 12 + i);
    for (let i = 0; i < 4; i++) quarter(i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
  }
  const subkey = Buffer.alloc(32);
  [0, 1, 2, 3, 12, 13, 14, 15].forEach((i, at) => subkey.writeUInt32LE(x[i], 4 * at));
  return subkey;
}

function open(key, nonce, aad, sealed) {
  const iv = Buffer.concat([Buffer.alloc(4), nonce.subarray(16)]);
  const options = { authTagLength: 16 };
  const cipher = crypto.createDecipheriv(
    'chacha20-poly1305',
    hchacha20(key, nonce.subarray(0, 16)),
    iv,
    options,
  );
  cipher.setAAD(aad).setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(0x80));
}

function isSigned(publicKey, message, signature) {
  const key = crypto.createPublicKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') },
  });
  return crypto.verify(null, message, key, signature);
}

let logHash = sha256(Buffer.from('rapport log v1\0'), hex(log.workspace));
const signKeys = new Map();
for (const { bytes, receivedAt, position, logHash: expected } of log.entries) {
  const entry = hex(bytes);
  const [header, body, signature] = [entry.subarray(0, 130), entry.subarray(130, -64), entry.subarray(-64)];
  const [kind, epoch, device] = [header[1], header.readUInt32BE(18), header.readUInt32BE(22)];
  const operation = kind === 1 ? JSON.parse(body.toString('utf8')) : undefined;
  if (operation?.op === 'genesis') signKeys.set(device, hex(operation.sign));
  const signed = Buffer.concat([Buffer.from('rapport entry v1\0'), header, body]);
  if (!isSigned(signKeys.get(device), signed, signature)) throw new Error(`signature of entry ${position}`);
  if (operation?.op === 'add') signKeys.set(operation.device, hex(operation.sign));
  logHash = sha256(logHash, sha256(entry), u64(receivedAt));
  if (logHash.toString('hex') !== expected) throw new Error(`log hash at ${position}`);
  if (kind !== 2) continue;
  const key = crypto.hkdfSync(
    'sha256',
    hex(log.epochKeys[epoch]),
    hex(log.workspace),
    'rapport v1 records',
    32,
  );
  const text = open(Buffer.from(key), header.subarray(106), header, body);
  const content = text[0] === 1 ? inflateRawSync(text.subarray(1)) : text.subarray(1);
  console.log(JSON.stringify({ position, text: text.toString('hex'), content: content.toString('hex') }));
}
