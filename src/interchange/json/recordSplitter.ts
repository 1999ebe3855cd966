import type { Json } from '../../domain/json.ts';

/** What a file of records cannot be, and where; lines and columns count from 1. */
export type JsonProblem =
  | { readonly type: 'json-invalid'; readonly line: number; readonly column: number }
  /** Records are objects, in one array or one after the other. */
  | { readonly type: 'json-no-records'; readonly line: number; readonly column: number }
  | { readonly type: 'json-record-too-long'; readonly line: number; readonly maxLength: number };

export type JsonRecord = Readonly<Record<string, Json>>;

/** Letters of one record, and how deep its objects and lists may stand in each other. */
export const maxRecordLength = 4_000_000;
const maxDepth = 64;

/**
 * Takes a text apart into its records as it comes, with memory of one record: an array of objects, or objects one after the other (JSON
 * Lines), ended by line ends or nothing. `write` and `end` answer with what is wrong, after which nothing more is read. Names such
 * as `__proto__` are own names of a record like any other.
 */
export class RecordSplitter {
  readonly #onRecord: (record: JsonRecord) => void;
  #form: 'unknown' | 'array' | 'lines' | 'ended' = 'unknown';
  /** What has come of the record that has begun. */
  #begun = '';
  #depth = 0;
  #isString = false;
  #isEscaped = false;
  /** Of an array: a record or its end has to follow, or a comma or its end. */
  #needsComma = false;
  #hadComma = false;
  #line = 1;
  #column = 0;
  #startLine = 1;

  constructor(onRecord: (record: JsonRecord) => void) {
    this.#onRecord = onRecord;
  }

  write(text: string): JsonProblem | undefined {
    let from = this.#depth > 0 ? 0 : -1;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === lineFeed) {
        this.#line += 1;
        this.#column = 0;
      } else this.#column += 1;
      if (this.#depth === 0) {
        if (code === brace) {
          if (!this.#begin()) return this.#wrong('json-invalid');
          from = at;
        } else {
          const problem = this.#between(code);
          if (problem !== undefined) return problem;
        }
      } else if (this.#isString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (code === backslash) this.#isEscaped = true;
        else if (code === quote) this.#isString = false;
      } else if (code === quote) this.#isString = true;
      else if (code === brace || code === bracket) {
        if (++this.#depth > maxDepth) return this.#wrong('json-invalid');
      } else if (code === braceEnd || code === bracketEnd) {
        this.#depth -= 1;
        if (this.#depth > 0) continue;
        const problem = this.#finish(this.#begun + text.slice(from, at + 1));
        if (problem !== undefined) return problem;
        from = -1;
      }
    }
    if (from >= 0) this.#begun += text.slice(from);
    if (this.#begun.length > maxRecordLength)
      return { type: 'json-record-too-long', line: this.#startLine, maxLength: maxRecordLength };
    return undefined;
  }

  end(): JsonProblem | undefined {
    if (this.#depth > 0 || this.#form === 'array') return this.#wrong('json-invalid');
    return this.#form === 'unknown' ? this.#wrong('json-no-records') : undefined;
  }

  /** False where no record may stand. */
  #begin(): boolean {
    if (this.#form === 'ended' || (this.#form === 'array' && this.#needsComma)) return false;
    if (this.#form === 'unknown') this.#form = 'lines';
    this.#depth = 1;
    this.#begun = '';
    this.#startLine = this.#line;
    return true;
  }

  #between(code: number): JsonProblem | undefined {
    if (code === 0x20 || code === 0x09 || code === 0x0d || code === lineFeed) return undefined;
    if (this.#form === 'unknown') {
      if (code === 0xfeff) return undefined;
      if (code !== bracket) return this.#wrong('json-no-records');
      this.#form = 'array';
      return undefined;
    }
    if (this.#form === 'array' && code === bracketEnd && !this.#hadComma) {
      this.#form = 'ended';
      return undefined;
    }
    if (this.#form === 'array' && code === comma && this.#needsComma) {
      this.#needsComma = false;
      this.#hadComma = true;
      return undefined;
    }
    return this.#wrong(this.#form === 'array' && !this.#needsComma ? 'json-no-records' : 'json-invalid');
  }

  #finish(text: string): JsonProblem | undefined {
    this.#begun = '';
    this.#needsComma = true;
    this.#hadComma = false;
    let record: JsonRecord;
    try {
      record = JSON.parse(text) as JsonRecord;
    } catch {
      return { type: 'json-invalid', line: this.#startLine, column: 1 };
    }
    this.#onRecord(record);
    return undefined;
  }

  #wrong(type: 'json-invalid' | 'json-no-records'): JsonProblem {
    return { type, line: this.#line, column: Math.max(1, this.#column) };
  }
}

const lineFeed = 0x0a;
const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const [bracket, bracketEnd, brace, braceEnd] = [0x5b, 0x5d, 0x7b, 0x7d] as const;
