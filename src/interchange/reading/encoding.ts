/** Encodings a file can be read in. `big5` is never guessed, only chosen by a person. */
export const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'windows-1252', 'big5'] as const;
export type Encoding = (typeof encodings)[number];

export type EncodingWhy =
  | 'byte-order-mark'
  | 'ascii'
  | 'valid-utf8'
  | 'mostly-utf8'
  | 'zero-bytes'
  | 'chinese-pairs'
  | 'fallback'
  | 'chosen';

export type EncodingGuess = { kind: 'text'; encoding: Encoding; why: EncodingWhy } | { kind: 'binary' };

export interface EncodingDetector {
  /** Takes the next bytes of the file; returns whether more would still change the answer's certainty. */
  push(bytes: Uint8Array): boolean;
  guess(): EncodingGuess;
}

/** Non-ASCII bytes after which more evidence changes nothing. */
const enoughEvidence = 1 << 20;

/** Collects evidence over a file's bytes, in one pass and constant memory, about the encoding of its text.
 *
 *  Order of decision: byte order mark; NUL bytes on one side of each pair (UTF-16) or anywhere (binary); no byte above 127
 *  (ASCII, read as UTF-8); well-formed UTF-8 (RFC 3629); at least two well-formed sequences per broken byte (damaged
 *  UTF-8); byte pairs that are mostly common Han characters of GB 2312 (GB18030); windows-1252, which accepts anything.
 *  An empty file is ASCII. Never throws. */
export function createEncodingDetector(): EncodingDetector {
  const head: number[] = [];
  let position = 0;
  let zerosEven = 0;
  let zerosOdd = 0;
  let high = 0;
  const utf8 = createUtf8Tally();
  const gb = createGbTally();

  return {
    push(bytes) {
      for (let index = 0; index < bytes.length; index += 1) {
        const byte = bytes[index] ?? 0;
        if (position < 4) head.push(byte);
        if (byte === 0) {
          if ((position & 1) === 0) zerosEven += 1;
          else zerosOdd += 1;
        }
        position += 1;
        if (byte > 0x7f) high += 1;
        utf8.push(byte);
        gb.push(byte);
      }
      return high < enoughEvidence;
    },
    guess() {
      const marked = byteOrderMark(head);
      if (marked !== undefined) return { kind: 'text', encoding: marked, why: 'byte-order-mark' };
      const zeros = zerosEven + zerosOdd;
      if (zeros > 0) {
        const onOneSide = Math.max(zerosEven, zerosOdd) / zeros >= 0.95;
        if (!onOneSide || zeros * 200 < position || position % 2 !== 0) return { kind: 'binary' };
        return { kind: 'text', encoding: zerosOdd > zerosEven ? 'utf-16le' : 'utf-16be', why: 'zero-bytes' };
      }
      if (high === 0) return { kind: 'text', encoding: 'utf-8', why: 'ascii' };
      const { wellFormed, broken } = utf8.result();
      if (broken === 0) return { kind: 'text', encoding: 'utf-8', why: 'valid-utf8' };
      if (wellFormed >= broken * 2) return { kind: 'text', encoding: 'utf-8', why: 'mostly-utf8' };
      const { pairs, common, broken: gbBroken } = gb.result();
      if (pairs > 0 && common >= pairs * 0.6 && gbBroken * 4 <= pairs) {
        return { kind: 'text', encoding: 'gb18030', why: 'chinese-pairs' };
      }
      return { kind: 'text', encoding: 'windows-1252', why: 'fallback' };
    },
  };
}

/** The encoding of a whole small file or of a sample of one. */
export function detectEncoding(bytes: Uint8Array): EncodingGuess {
  const detector = createEncodingDetector();
  detector.push(bytes);
  return detector.guess();
}

function byteOrderMark(head: readonly number[]): Encoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** Counts well-formed multi-byte sequences and broken ones. Bounds of the second byte: RFC 3629, section 4. */
function createUtf8Tally() {
  let wellFormed = 0;
  let broken = 0;
  let missing = 0;
  let low = 0x80;
  let highBound = 0xbf;
  const start = (byte: number) => {
    low = 0x80;
    highBound = 0xbf;
    if (byte < 0x80) return;
    if (byte >= 0xc2 && byte <= 0xdf) missing = 1;
    else if (byte >= 0xe0 && byte <= 0xef) {
      missing = 2;
      if (byte === 0xe0) low = 0xa0;
      if (byte === 0xed) highBound = 0x9f;
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      missing = 3;
      if (byte === 0xf0) low = 0x90;
      if (byte === 0xf4) highBound = 0x8f;
    } else broken += 1;
  };
  return {
    push(byte: number) {
      if (missing === 0) {
        if (byte > 0x7f) start(byte);
        return;
      }
      if (byte < low || byte > highBound) {
        broken += 1;
        missing = 0;
        start(byte);
        return;
      }
      low = 0x80;
      highBound = 0xbf;
      missing -= 1;
      if (missing === 0) wellFormed += 1;
    },
    result: () => ({ wellFormed, broken: missing > 0 ? broken + 1 : broken }),
  };
}

/** Counts GB18030 pairs, those among them that are GB 2312 Han characters or its punctuation and full-width forms
 *  (lead 0xA1–0xA3 or 0xB0–0xF7, trail from 0xA1), and broken sequences. Four-byte forms count as common pairs. */
function createGbTally() {
  let pairs = 0;
  let common = 0;
  let broken = 0;
  let lead = 0;
  let stage: 'start' | 'second' | 'third' | 'fourth' = 'start';
  const begin = (byte: number) => {
    stage = 'start';
    if (byte < 0x80) return;
    if (byte === 0x80 || byte === 0xff) broken += 1;
    else {
      lead = byte;
      stage = 'second';
    }
  };
  return {
    push(byte: number) {
      if (stage === 'start') {
        if (byte > 0x7f) begin(byte);
      } else if (stage === 'second') {
        if (byte >= 0x30 && byte <= 0x39) stage = 'third';
        else if ((byte >= 0x40 && byte <= 0x7e) || (byte >= 0x80 && byte <= 0xfe)) {
          pairs += 1;
          if (byte >= 0xa1 && ((lead >= 0xb0 && lead <= 0xf7) || (lead >= 0xa1 && lead <= 0xa3))) common += 1;
          stage = 'start';
        } else {
          broken += 1;
          begin(byte);
        }
      } else if (stage === 'third') {
        if (byte >= 0x81 && byte <= 0xfe) stage = 'fourth';
        else {
          broken += 1;
          begin(byte);
        }
      } else {
        if (byte >= 0x30 && byte <= 0x39) {
          pairs += 1;
          common += 1;
        } else broken += 1;
        stage = 'start';
      }
    },
    result: () => ({ pairs, common, broken: stage === 'start' ? broken : broken + 1 }),
  };
}
