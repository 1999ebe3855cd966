/** What a reader of XML hears, in the order of the document. Names come without their prefix. */
export interface XmlHandler {
  open(name: string, attributes: string): void;
  text?(text: string): void;
  close(name: string): void;
}

/** Text of one tag or one piece of text at most: longer ones are no workbook. */
const maxPiece = 4_000_000;

/**
 * Reads XML as it comes, with memory of one piece. It knows elements, text, CDATA and references to characters; comments,
 * instructions and declarations are passed over, so that no document can name or expand entities of its own.
 */
export class XmlReader {
  readonly #handler: XmlHandler;
  #rest = '';

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  /** False for what is no XML that a workbook would hold. */
  write(more: string): boolean {
    const text = this.#rest + more;
    let at = 0;
    for (;;) {
      const start = text.indexOf('<', at);
      if (start < 0) break;
      const end = endOfTag(text, start);
      if (end < 0) {
        if (start > at) this.#text(text.slice(at, start));
        at = start;
        break;
      }
      if (start > at) this.#text(text.slice(at, start));
      this.#tag(text.slice(start, end));
      at = end;
    }
    this.#rest = text.slice(at);
    return this.#rest.length <= maxPiece;
  }

  #text(raw: string): void {
    this.#handler.text?.(decodeReferences(raw));
  }

  #tag(tag: string): void {
    if (tag.startsWith('<![CDATA[')) {
      this.#handler.text?.(tag.slice(9, -3));
      return;
    }
    const second = tag.charCodeAt(1);
    if (second === 0x21 || second === 0x3f) return;
    if (second === 0x2f) {
      this.#handler.close(localName(tag.slice(2, -1).trim()));
      return;
    }
    const isClosed = tag.endsWith('/>');
    const inner = tag.slice(1, isClosed ? -2 : -1);
    const space = inner.search(/\s/);
    const name = localName(space < 0 ? inner : inner.slice(0, space));
    this.#handler.open(name, space < 0 ? '' : inner.slice(space));
    if (isClosed) this.#handler.close(name);
  }
}

/** The value of an attribute; undefined where it has none. A name without prefix finds it under any. */
export function attributeOf(attributes: string, name: string): string | undefined {
  if (!attributes.includes("'")) {
    const start = attributes.indexOf(` ${name}="`);
    if (start >= 0) {
      const from = start + name.length + 3;
      return decodeReferences(attributes.slice(from, attributes.indexOf('"', from)));
    }
  }
  if (!attributes.includes(name)) return undefined;
  for (const [, found = '', , double, single] of attributes.matchAll(
    /([^\s=]+)\s*=\s*("([^"]*)"|'([^']*)')/g,
  )) {
    if (found === name || localName(found) === name) return decodeReferences(double ?? single ?? '');
  }
  return undefined;
}

/** Where the tag that begins at `start` ends, after its last sign; −1 while that has not come. */
function endOfTag(text: string, start: number): number {
  const until = (sign: string, from: number): number => {
    const found = text.indexOf(sign, from);
    return found < 0 ? -1 : found + sign.length;
  };
  if (text.startsWith('<!--', start)) return until('-->', start + 4);
  if (text.startsWith('<![CDATA[', start)) return until(']]>', start + 9);
  if (text.charCodeAt(start + 1) === 0x21 && text.length < start + 9) return -1;
  let quote = 0;
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 0x22 || code === 0x27) quote = code;
    else if (code === 0x3e) return i + 1;
  }
  return -1;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const named: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return named.get(name) ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
      ? String.fromCodePoint(code)
      : '\ufffd';
  });
}
