import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxLiveText } from '../../../src/protocol/limits.ts';
import { decodeTextFrame, encodeTextFrame, TextFrames, type TextSaid } from '../../../src/sync/textFrames.ts';
import { TestClock } from '../../support/sync/testClock.ts';

const said = fc.record({
  text: fc.constantFrom('xy1.0.0', 'xy2.0.a'),
  bytes: fc.uint8Array({ maxLength: 2_000 }),
});

function someFrames() {
  const clock = new TestClock();
  const sent: (readonly TextSaid[])[] = [];
  const frames = new TextFrames(clock, (frame) => {
    expect(frame.length).toBeLessThanOrEqual(maxLiveText);
    sent.push(decodeTextFrame(frame));
  });
  return { clock, sent, frames };
}

test('a frame says what was put into it', () => {
  fc.assert(
    fc.property(fc.array(said), (all) => {
      expect(decodeTextFrame(encodeTextFrame(all))).toEqual(all);
    }),
  );
});

test('a frame that is cut, or names no text, says nothing', () => {
  const frame = encodeTextFrame([{ text: 'xy1.0.0', bytes: Uint8Array.of(1, 2, 3) }]);
  for (let end = 1; end < frame.length; end++) expect(decodeTextFrame(frame.subarray(0, end))).toEqual([]);
  expect(decodeTextFrame(encodeTextFrame([{ text: 'a1.0.0', bytes: frame }]))).toEqual([]);
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      for (const { text } of decodeTextFrame(bytes)) expect(text).toMatch(/^x/);
    }),
  );
});

test('the first message goes at once, and those of the next moment together', () => {
  const { clock, sent, frames } = someFrames();
  const [a, b, c] = [1, 2, 3].map((byte) => ({ text: 'xy1.0.0', bytes: Uint8Array.of(byte) }));
  if (a === undefined || b === undefined || c === undefined) throw new Error('three');
  frames.say(a);
  frames.say(b);
  frames.say(c);
  expect(sent).toEqual([[a]]);
  clock.pass(100);
  expect(sent).toEqual([[a], [b, c]]);
});

test('however much is said, all of it goes in order, in frames of a size, no more than fifteen a second', () => {
  fc.assert(
    fc.property(fc.array(said, { maxLength: 40 }), (all) => {
      const { clock, sent, frames } = someFrames();
      for (const each of all) frames.say(each);
      clock.pass(1_000);
      expect(sent.length).toBeLessThanOrEqual(15);
      expect(sent.flat()).toEqual(all);
    }),
  );
});

test('a message that no frame holds is left out, and the next one goes', () => {
  const { sent, frames } = someFrames();
  frames.say({ text: 'xy1.0.0', bytes: new Uint8Array(maxLiveText) });
  const small = { text: 'xy1.0.0', bytes: new Uint8Array(3) };
  frames.say(small);
  expect(sent).toEqual([[small]]);
});
