import { err, ok, type Result } from './result.ts';

/** Longest formula, in UTF-16 units; most parts and deepest nesting of its tree. */
export const maxFormulaLength = 2_000;
const maxFormulaNodes = 500;
export const maxFormulaDepth = 40;

/** A place in the text of a formula, in UTF-16 units. */
export interface FormulaSpan {
  readonly at: number;
  readonly length: number;
}

export type SyntaxProblem = FormulaSpan &
  (
    | { readonly type: 'empty' }
    | { readonly type: 'too-long' }
    | { readonly type: 'too-deep' }
    | { readonly type: 'unexpected'; readonly found: string }
    | { readonly type: 'unfinished' }
    | { readonly type: 'unclosed-text' }
    | { readonly type: 'unclosed-field' }
  );

export type BinaryOperator = '+' | '-' | '*' | '/' | '=' | '<>' | '<' | '<=' | '>' | '>=' | 'and' | 'or';

/** The tree of a formula. */
export type FormulaNode = FormulaSpan &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'text'; readonly value: string }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'field'; readonly name: string }
    | { readonly kind: 'unary'; readonly operator: '-' | 'not'; readonly of: FormulaNode }
    | {
        readonly kind: 'binary';
        readonly operator: BinaryOperator;
        readonly left: FormulaNode;
        readonly right: FormulaNode;
      }
    | { readonly kind: 'call'; readonly name: string; readonly given: readonly FormulaNode[] }
  );

type FormulaToken = FormulaSpan &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'text'; readonly value: string }
    | { readonly kind: 'field'; readonly name: string }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'symbol'; readonly symbol: string }
  );

/**
 * Reads a formula: numbers, "texts", {fields}, `+ - * /`, `= <> < <= > >=`, `and or not`, parentheses and function calls.
 * Binds as in spreadsheets: `or`, `and`, `not`, comparisons, `+ -`, `* /`, sign. Full-width punctuation counts as its plain form.
 */
export function parseFormula(text: string): Result<FormulaNode, SyntaxProblem> {
  if (text.length > maxFormulaLength) return err({ type: 'too-long', at: 0, length: text.length });
  const tokens = readTokens(text);
  if (!tokens.ok) return tokens;
  if (tokens.value.length === 0) return err({ type: 'empty', at: 0, length: text.length });
  return new Parser(tokens.value, text.length).read();
}

/** The parts of a formula in order, white space left out. */
export function readTokens(text: string): Result<readonly FormulaToken[], SyntaxProblem> {
  const tokens: FormulaToken[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const space = /^\s+/.exec(rest)?.[0];
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const token = readToken(rest, at);
    if (!token.ok) return token;
    tokens.push(token.value);
    at += token.value.length;
  }
  return ok(tokens);
}

/** Full-width and typographic forms that Chinese keyboards and word processors write. */
const plainForms: ReadonlyMap<string, string> = new Map([
  ['\uFF08', '('],
  ['\uFF09', ')'],
  ['\uFF0C', ','],
  ['\u3001', ','],
  ['\uFF0B', '+'],
  ['\uFF0D', '-'],
  ['\u2212', '-'],
  ['\u00D7', '*'],
  ['\u00F7', '/'],
  ['\uFF1D', '='],
  ['\uFF1C', '<'],
  ['\uFF1E', '>'],
  ['\u2264', '<='],
  ['\u2265', '>='],
  ['\u2260', '<>'],
  ['\uFF1B', ','],
]);
const quotes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['\u201C', '\u201D'],
  ['\u2018', '\u2019'],
]);
const braces: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['\uFF5B', '\uFF5D'],
]);

function readToken(rest: string, at: number): Result<FormulaToken, SyntaxProblem> {
  const first = rest.charAt(0);
  const number = /^(\d+(\.\d*)?|\.\d+)/.exec(rest)?.[0];
  if (number !== undefined) return ok({ kind: 'number', value: Number(number), at, length: number.length });
  const quote = quotes.get(first);
  if (quote !== undefined) return readText(rest, at, quote);
  const brace = braces.get(first);
  if (brace !== undefined) {
    const end = rest.indexOf(brace);
    if (end < 0) return err({ type: 'unclosed-field', at, length: rest.length });
    return ok({ kind: 'field', name: rest.slice(1, end).trim(), at, length: end + 1 });
  }
  const name = /^\p{L}[\p{L}\p{N}_]*/u.exec(rest)?.[0];
  if (name !== undefined) return ok({ kind: 'name', name: name.toLowerCase(), at, length: name.length });
  const symbol = /^(<=|>=|<>|!=|[-+*/()=<>,;])/.exec(rest)?.[0];
  if (symbol !== undefined) {
    const plain = symbol === '!=' ? '<>' : symbol === ';' ? ',' : symbol;
    return ok({ kind: 'symbol', symbol: plain, at, length: symbol.length });
  }
  const plain = plainForms.get(first);
  if (plain !== undefined) return ok({ kind: 'symbol', symbol: plain, at, length: 1 });
  const found = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return err({ type: 'unexpected', found, at, length: found.length });
}

/** A quote inside a text is written twice. */
function readText(rest: string, at: number, quote: string): Result<FormulaToken, SyntaxProblem> {
  let value = '';
  for (let i = 1; i < rest.length; i++) {
    const character = rest.charAt(i);
    if (character !== quote) value += character;
    else if (rest.charAt(i + 1) === quote) {
      value += quote;
      i++;
    } else return ok({ kind: 'text', value, at, length: i + 1 });
  }
  return err({ type: 'unclosed-text', at, length: rest.length });
}

class SyntaxFailure extends Error {
  readonly problem: SyntaxProblem;

  constructor(problem: SyntaxProblem) {
    super(problem.type);
    this.problem = problem;
  }
}

const levels: readonly (readonly BinaryOperator[])[] = [
  ['or'],
  ['and'],
  ['=', '<>', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
];
const comparisonLevel = 2;

class Parser {
  readonly #tokens: readonly FormulaToken[];
  readonly #end: number;
  #next = 0;
  #nodes = 0;
  #depth = 0;

  constructor(tokens: readonly FormulaToken[], end: number) {
    this.#tokens = tokens;
    this.#end = end;
  }

  read(): Result<FormulaNode, SyntaxProblem> {
    try {
      const tree = this.#level(0);
      const more = this.#tokens[this.#next];
      if (more !== undefined) this.#refuse(more);
      return ok(tree);
    } catch (thrown) {
      if (thrown instanceof SyntaxFailure) return err(thrown.problem);
      throw thrown;
    }
  }

  #level(level: number): FormulaNode {
    if (level === comparisonLevel && this.#isName('not') && !this.#isCall()) return this.#negation();
    const operators = levels[level];
    if (operators === undefined) return this.#signed();
    let left = this.#level(level + 1);
    for (;;) {
      const operator = operators.find((each) => this.#isSymbol(each) || this.#isName(each));
      if (operator === undefined) return left;
      this.#next++;
      const right = this.#deeper(() => this.#level(level + 1));
      const length = right.at + right.length - left.at;
      left = this.#made({ kind: 'binary', operator, left, right, at: left.at, length });
      // A comparison of a comparison is a mistake: 1 < 2 < 3.
      if (level === comparisonLevel) return left;
    }
  }

  #negation(): FormulaNode {
    const { at } = this.#take();
    const of = this.#deeper(() => this.#level(comparisonLevel));
    return this.#made({ kind: 'unary', operator: 'not', of, at, length: of.at + of.length - at });
  }

  #signed(): FormulaNode {
    if (this.#isSymbol('+')) {
      this.#next++;
      return this.#deeper(() => this.#signed());
    }
    if (!this.#isSymbol('-')) return this.#primary();
    const { at } = this.#take();
    const of = this.#deeper(() => this.#signed());
    return this.#made({ kind: 'unary', operator: '-', of, at, length: of.at + of.length - at });
  }

  #primary(): FormulaNode {
    const token = this.#take();
    const { at, length } = token;
    switch (token.kind) {
      case 'number':
        return this.#made({ kind: 'number', value: token.value, at, length });
      case 'text':
        return this.#made({ kind: 'text', value: token.value, at, length });
      case 'field':
        return this.#made({ kind: 'field', name: token.name, at, length });
      case 'name':
        if (this.#isSymbol('(')) return this.#call(token.name, at);
        if (token.name === 'true' || token.name === 'false')
          return this.#made({ kind: 'boolean', value: token.name === 'true', at, length });
        return this.#refuse(token);
      case 'symbol': {
        if (token.symbol !== '(') return this.#refuse(token);
        const inside = this.#deeper(() => this.#level(0));
        this.#close();
        return inside;
      }
    }
  }

  #call(name: string, at: number): FormulaNode {
    this.#next++;
    const given: FormulaNode[] = [];
    if (!this.#isSymbol(')')) {
      do given.push(this.#deeper(() => this.#level(0)));
      while (this.#skip(','));
    }
    const end = this.#close();
    return this.#made({ kind: 'call', name, given, at, length: end.at + end.length - at });
  }

  #close(): FormulaToken {
    const token = this.#take();
    if (token.kind !== 'symbol' || token.symbol !== ')') this.#refuse(token);
    return token;
  }

  #deeper(read: () => FormulaNode): FormulaNode {
    const token = this.#tokens[this.#next] ?? { at: this.#end, length: 0 };
    if (++this.#depth > maxFormulaDepth) throw tooDeep(token);
    const node = read();
    this.#depth--;
    return node;
  }

  #made(node: FormulaNode): FormulaNode {
    if (++this.#nodes > maxFormulaNodes) throw tooDeep(node);
    return node;
  }

  #take(): FormulaToken {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new SyntaxFailure({ type: 'unfinished', at: this.#end, length: 0 });
    this.#next++;
    return token;
  }

  #skip(symbol: string): boolean {
    if (!this.#isSymbol(symbol)) return false;
    this.#next++;
    return true;
  }

  #isSymbol(symbol: string): boolean {
    const token = this.#tokens[this.#next];
    return token?.kind === 'symbol' && token.symbol === symbol;
  }

  #isName(name: string): boolean {
    const token = this.#tokens[this.#next];
    return token?.kind === 'name' && token.name === name;
  }

  /** A name with a parenthesis after it: `not (a) = b` negates what is in it, as `not(a)` does. */
  #isCall(): boolean {
    const token = this.#tokens[this.#next + 1];
    return token?.kind === 'symbol' && token.symbol === '(';
  }

  #refuse(token: FormulaToken): never {
    const { at, length } = token;
    const found =
      token.kind === 'symbol'
        ? token.symbol
        : token.kind === 'name' || token.kind === 'field'
          ? token.name
          : String(token.value);
    throw new SyntaxFailure({ type: 'unexpected', found, at, length });
  }
}

function tooDeep({ at, length }: FormulaSpan): SyntaxFailure {
  return new SyntaxFailure({ type: 'too-deep', at, length });
}
