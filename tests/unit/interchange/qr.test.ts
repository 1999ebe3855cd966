import { expect, test } from 'vitest';
import { encode } from 'uqr';
import { drawQr } from '../../../src/interchange/qr.ts';

test('the path of a QR code covers exactly its dark modules', () => {
  const text = `https://rapport.example/#join=${'aB3_-'.repeat(22)}`;
  const { size, path } = drawQr(text);
  const { data } = encode(text, { ecc: 'L', border: 0 });
  const drawn = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(length));
  }
  expect(drawn).toEqual(data);
});
