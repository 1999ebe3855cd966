import { dateToDay, dayToDate, isIsoDate, localDate, type IsoDate } from './dates.ts';
import {
  parseFormula,
  type BinaryOperator,
  type FormulaNode,
  type FormulaSpan,
  type SyntaxProblem,
} from './formulaSyntax.ts';
import type { Json } from './json.ts';
import { minorToMajor, roundHalfAway, unitsPerMajor } from './money.ts';
import type { FieldDef } from './objects.ts';
import { err, ok, type Result } from './result.ts';

export type FormulaType = 'number' | 'text' | 'date' | 'boolean';

/** What a formula gives: a date is an ISO text; null where something it needs is empty, or a division by zero. */
export type FormulaValue = number | string | boolean | null;

/** A field that a formula may read. */
export interface FormulaField {
  readonly field: FieldDef;
  /** Labels of its choices; a choice in a text shows by them. */
  readonly labels?: ReadonlyMap<string, string>;
  /** Of a formula: what it gives. */
  readonly gives?: FormulaType;
}

export type FormulaProblem =
  | SyntaxProblem
  | (FormulaSpan &
      (
        | { readonly type: 'unknown-field'; readonly name: string }
        | { readonly type: 'unusable-field'; readonly name: string }
        | { readonly type: 'unknown-function'; readonly name: string }
        | { readonly type: 'unknown-choice'; readonly name: string }
        | {
            readonly type: 'arguments';
            readonly name: string;
            readonly least: number;
            readonly most: number;
          }
        | { readonly type: 'wrong-type'; readonly wanted: FormulaType; readonly found: FormulaType }
        | { readonly type: 'different-types'; readonly one: FormulaType; readonly other: FormulaType }
        | { readonly type: 'cycle'; readonly fields: readonly string[] }
      ));

export interface CompiledFormula {
  readonly type: FormulaType;
  /** Keys of the fields that it reads. */
  readonly reads: readonly string[];
  /** Of a record's values, those of other formulas among them; `today` where the person is. Never throws. */
  readonly evaluate: (values: Readonly<Record<string, Json>>, today: IsoDate) => FormulaValue;
}

/** Functions with the least and the greatest number of what they are given. */
const formulaFunctions = {
  if: [3, 3],
  and: [1, 50],
  or: [1, 50],
  not: [1, 1],
  round: [1, 2],
  abs: [1, 1],
  min: [1, 50],
  max: [1, 50],
  days: [2, 2],
  today: [0, 0],
  year: [1, 1],
  month: [1, 1],
  concat: [1, 50],
  contains: [2, 2],
  isempty: [1, 1],
} as const satisfies Record<string, readonly [least: number, most: number]>;
type FormulaFunction = keyof typeof formulaFunctions;

/**
 * Makes a formula ready to be computed. Fields are named by their keys. Emptiness: arithmetic with an empty value is empty,
 * a comparison with one is false, `and`, `or`, `not` and `if` take it for false, `concat` for no text, `min` and `max` leave
 * it out. Numbers that are too great for JavaScript are empty.
 */
export function compileFormula(
  text: string,
  fields: ReadonlyMap<string, FormulaField>,
): Result<CompiledFormula, FormulaProblem> {
  const tree = parseFormula(text);
  if (!tree.ok) return tree;
  const compiler = new Compiler(fields);
  try {
    const { type, run } = compiler.textless(tree.value);
    return ok({
      type,
      reads: [...compiler.reads],
      evaluate: (values, today) => {
        const value = run({ values, today });
        return typeof value === 'number' && !Number.isFinite(value) ? null : value;
      },
    });
  } catch (thrown) {
    if (thrown instanceof CompileFailure) return err(thrown.problem);
    throw thrown;
  }
}

interface Scope {
  readonly values: Readonly<Record<string, Json>>;
  readonly today: IsoDate;
}

interface Part {
  readonly type: FormulaType;
  readonly run: (scope: Scope) => FormulaValue;
  /** A field of choices: `run` gives the stored value, not the label. */
  readonly choice?: FormulaField;
}

class CompileFailure extends Error {
  readonly problem: FormulaProblem;

  constructor(problem: FormulaProblem) {
    super(problem.type);
    this.problem = problem;
  }
}

class Compiler {
  readonly reads = new Set<string>();
  readonly #fields: ReadonlyMap<string, FormulaField>;

  constructor(fields: ReadonlyMap<string, FormulaField>) {
    this.#fields = fields;
  }

  /** A part as a value of its own: choices become their labels. */
  textless(node: FormulaNode): Part {
    const part = this.#part(node);
    const { choice, run } = part;
    if (choice === undefined) return part;
    return {
      type: 'text',
      run: (scope) => {
        const value = run(scope);
        return typeof value === 'string' ? (choice.labels?.get(value) ?? value) : null;
      },
    };
  }

  #part(node: FormulaNode): Part {
    switch (node.kind) {
      case 'number':
      case 'boolean':
      case 'text': {
        const { value } = node;
        const type = node.kind;
        return { type, run: () => value };
      }
      case 'field':
        return this.#field(node.name, node);
      case 'unary':
        return node.operator === '-' ? this.#negative(node.of) : this.#call('not', [node.of], node);
      case 'binary':
        return this.#binary(node.operator, node.left, node.right, node);
      case 'call':
        return this.#call(node.name, node.given, node);
    }
  }

  #field(name: string, span: FormulaSpan): Part {
    const known = this.#fields.get(name);
    if (known === undefined) throw failure(span, { type: 'unknown-field', name });
    const { field, gives } = known;
    const { key } = field;
    this.reads.add(key);
    const read = readers[field.type];
    if (read === undefined) throw failure(span, { type: 'unusable-field', name });
    const type = field.type === 'formula' ? (gives ?? 'number') : read.type;
    const run = (scope: Scope): FormulaValue => read.of(scope.values[key]);
    return field.type === 'choice' ? { type, run, choice: known } : { type, run };
  }

  #negative(of: FormulaNode): Part {
    const run = this.#numberOf(of);
    return { type: 'number', run: (scope) => map(run(scope), (value) => -value) };
  }

  #binary(operator: BinaryOperator, left: FormulaNode, right: FormulaNode, span: FormulaSpan): Part {
    switch (operator) {
      case 'and':
      case 'or':
        return this.#call(operator, [left, right], span);
      case '*':
      case '/':
        return this.#arithmetic(operator, left, right);
      case '+':
      case '-':
        return this.#sum(operator, left, right);
      default:
        return this.#comparison(operator, left, right, span);
    }
  }

  #arithmetic(
    operator: '+' | '-' | '*' | '/',
    left: FormulaNode,
    right: FormulaNode,
    parts = [this.textless(left), this.textless(right)] as const,
  ): Part {
    const [a, b] = [this.#numberOf(left, parts[0]), this.#numberOf(right, parts[1])];
    const apply = arithmetic[operator];
    return { type: 'number', run: (scope) => both(a(scope), b(scope), apply) };
  }

  /** Numbers; a date and a number of days; the days between two dates. */
  #sum(operator: '+' | '-', left: FormulaNode, right: FormulaNode): Part {
    const [one, other] = [this.textless(left), this.textless(right)];
    if (one.type !== 'date' && other.type !== 'date')
      return this.#arithmetic(operator, left, right, [one, other]);
    if (one.type === 'date' && other.type === 'date' && operator === '-') {
      return { type: 'number', run: (scope) => daysBetween(other.run(scope), one.run(scope)) };
    }
    const isDateFirst = one.type === 'date';
    if (!isDateFirst && operator === '-') throw failure(right, mismatch('number', 'date'));
    const date = isDateFirst ? one : other;
    const count = isDateFirst ? this.#numberOf(right, other) : this.#numberOf(left, one);
    const sign = operator === '-' ? -1 : 1;
    return {
      type: 'date',
      run: (scope) =>
        plusDays(
          date.run(scope),
          map(count(scope), (n) => sign * n),
        ),
    };
  }

  #comparison(
    operator: Exclude<BinaryOperator, '+' | '-' | '*' | '/' | 'and' | 'or'>,
    left: FormulaNode,
    right: FormulaNode,
    span: FormulaSpan,
  ): Part {
    const isEquality = operator === '=' || operator === '<>';
    const chosen = isEquality ? (this.#chosen(left, right) ?? this.#chosen(right, left)) : undefined;
    const [one, other] = chosen ?? this.#alike(left, right, span);
    const test = comparisons[operator];
    return {
      type: 'boolean',
      run: (scope) => {
        const [a, b] = [one.run(scope), other.run(scope)];
        if (a === null || b === null) return operator === '<>' && a !== b;
        return test(a, b);
      },
    };
  }

  /** A field of choices and a text that names one of them, by its value or its label: compared by value. */
  #chosen(of: FormulaNode, text: FormulaNode): readonly [Part, Part] | undefined {
    if (of.kind !== 'field' || text.kind !== 'text') return undefined;
    const part = this.#part(of);
    if (part.choice === undefined) return undefined;
    const value = choiceNamed(part.choice, text.value);
    if (value === undefined) throw failure(text, { type: 'unknown-choice', name: text.value });
    return [part, { type: 'text', run: () => value }];
  }

  /** Two parts of one type. A text that is a date counts as one beside a date. */
  #alike(left: FormulaNode, right: FormulaNode, span: FormulaSpan): readonly [Part, Part] {
    const parts = [this.textless(left), this.textless(right)] as const;
    const hasDate = parts.some((part) => part.type === 'date');
    const [one, other] = hasDate ? [asDate(left, parts[0]), asDate(right, parts[1])] : [parts[0], parts[1]];
    if (one.type !== other.type)
      throw failure(span, { type: 'different-types', one: one.type, other: other.type });
    return [one, other];
  }

  #call(name: string, given: readonly FormulaNode[], span: FormulaSpan): Part {
    if (!isFunction(name)) throw failure(span, { type: 'unknown-function', name });
    const [least, most] = formulaFunctions[name];
    if (given.length < least || given.length > most)
      throw failure(span, { type: 'arguments', name, least, most });
    const [first = span as FormulaNode, second = first, third = first] = given;
    switch (name) {
      case 'if': {
        const test = this.#truthOf(first);
        const [yes, no] = this.#alike(second, third, span);
        return { type: yes.type, run: (scope) => (test(scope) ? yes : no).run(scope) };
      }
      case 'and':
      case 'or': {
        const tests = given.map((node) => this.#truthOf(node));
        const run =
          name === 'and'
            ? (scope: Scope) => tests.every((test) => test(scope))
            : (scope: Scope) => tests.some((test) => test(scope));
        return { type: 'boolean', run };
      }
      case 'not': {
        const test = this.#truthOf(first);
        return { type: 'boolean', run: (scope) => !test(scope) };
      }
      case 'round':
        return this.#rounding(first, given[1]);
      case 'abs': {
        const of = this.#numberOf(first);
        return { type: 'number', run: (scope) => map(of(scope), Math.abs) };
      }
      case 'min':
      case 'max':
        return this.#extreme(name, given);
      case 'days': {
        const [from, to] = [this.#dateOf(first), this.#dateOf(second)];
        return { type: 'number', run: (scope) => daysBetween(from(scope), to(scope)) };
      }
      case 'today':
        return { type: 'date', run: (scope) => scope.today };
      case 'year':
      case 'month': {
        const of = this.#dateOf(first);
        const [start, end] = name === 'year' ? [0, 4] : [5, 7];
        return {
          type: 'number',
          run: (scope) => {
            const date = of(scope);
            return typeof date === 'string' ? Number(date.slice(start, end)) : null;
          },
        };
      }
      case 'concat': {
        const parts = given.map((node) => this.textless(node));
        return { type: 'text', run: (scope) => parts.map((part) => textOf(part.run(scope))).join('') };
      }
      case 'contains': {
        const [of, part] = [this.#typed(first, 'text'), this.#typed(second, 'text')];
        return {
          type: 'boolean',
          run: (scope) =>
            textOf(of(scope))
              .toLowerCase()
              .includes(textOf(part(scope)).toLowerCase()),
        };
      }
      case 'isempty':
        return this.#emptiness(first);
    }
  }

  /** Halves go away from zero, as on an invoice; digits from −10 to 10. */
  #rounding(of: FormulaNode, digits: FormulaNode | undefined): Part {
    const value = this.#numberOf(of);
    const places = digits === undefined ? () => 0 : this.#numberOf(digits);
    return {
      type: 'number',
      run: (scope) =>
        both(value(scope), places(scope), (number, wanted) => {
          const factor = 10 ** Math.max(-10, Math.min(10, Math.trunc(wanted)));
          return roundHalfAway(number * factor) / factor;
        }),
    };
  }

  #extreme(name: 'min' | 'max', given: readonly FormulaNode[]): Part {
    const parts = given.map((node) => this.textless(node));
    const type = parts.some((part) => part.type === 'date') ? 'date' : 'number';
    const runs = given.map((node, i) =>
      type === 'date' ? this.#dateOf(node, parts[i]) : this.#numberOf(node, parts[i]),
    );
    const isBetter = comparisons[name === 'min' ? '<' : '>'];
    return {
      type,
      run: (scope) =>
        runs
          .map((run) => run(scope))
          .reduce(
            (best, value) => (value === null || (best !== null && !isBetter(value, best)) ? best : value),
            null,
          ),
    };
  }

  /** Of any field, those that formulas cannot compute with too. */
  #emptiness(of: FormulaNode): Part {
    if (of.kind === 'field') {
      const known = this.#fields.get(of.name);
      if (known === undefined) throw failure(of, { type: 'unknown-field', name: of.name });
      const { key } = known.field;
      this.reads.add(key);
      return { type: 'boolean', run: (scope) => isEmpty(scope.values[key]) };
    }
    const part = this.textless(of);
    return { type: 'boolean', run: (scope) => isEmpty(part.run(scope)) };
  }

  #numberOf(node: FormulaNode, part?: Part): (scope: Scope) => number | null {
    const run = this.#typed(node, 'number', part);
    return (scope) => {
      const value = run(scope);
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    };
  }

  #truthOf(node: FormulaNode): (scope: Scope) => boolean {
    const run = this.#typed(node, 'boolean');
    return (scope) => run(scope) === true;
  }

  #dateOf(node: FormulaNode, part = this.textless(node)): (scope: Scope) => FormulaValue {
    return this.#typed(node, 'date', asDate(node, part));
  }

  #typed(node: FormulaNode, wanted: FormulaType, part = this.textless(node)): (scope: Scope) => FormulaValue {
    if (part.type !== wanted) throw failure(node, mismatch(wanted, part.type));
    return part.run;
  }
}

/** The stored value of a choice that a text names, by value or by label. */
export function choiceNamed({ field, labels }: FormulaField, name: string): string | undefined {
  const choices = field.choices ?? [...(labels?.keys() ?? [])];
  if (choices.includes(name)) return name;
  const wanted = name.trim().toLowerCase();
  return choices.find((value) => labels?.get(value)?.trim().toLowerCase() === wanted);
}

/** How the stored value of a field of each type is read; types without an entry can only be asked whether they are empty. */
const readers: Readonly<
  Partial<Record<FieldDef['type'], { type: FormulaType; of: (value: Json | undefined) => FormulaValue }>>
> = {
  text: { type: 'text', of: textValue },
  longText: { type: 'text', of: textValue },
  choice: { type: 'text', of: textValue },
  number: { type: 'number', of: numberValue },
  integer: { type: 'number', of: numberValue },
  unitPrice: { type: 'number', of: (value) => map(numberValue(value), (units) => units / unitsPerMajor) },
  money: { type: 'number', of: majorOf },
  date: { type: 'date', of: dateValue },
  instant: { type: 'date', of: (value) => (typeof value === 'number' ? localDate(value) : null) },
  boolean: { type: 'boolean', of: (value) => value === true },
  formula: { type: 'number', of: plainValue },
};

function textValue(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberValue(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function dateValue(value: Json | undefined): string | null {
  return typeof value === 'string' && isIsoDate(value) ? value : null;
}

function plainValue(value: Json | undefined): FormulaValue {
  return value === undefined || typeof value === 'object' ? null : value;
}

/** Amounts are in units of their own currency, whatever it is. */
function majorOf(value: Json | undefined): number | null {
  if (typeof value !== 'object' || value === null || !('minor' in value)) return null;
  const { minor, currency } = value;
  return typeof minor === 'number' && typeof currency === 'string' ? minorToMajor(minor, currency) : null;
}

function asDate(node: FormulaNode, part: Part): Part {
  return node.kind === 'text' && isIsoDate(node.value) ? { ...part, type: 'date' } : part;
}

const arithmetic = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => (b === 0 ? null : a / b),
} as const;

type Comparison = (a: string | number | boolean, b: string | number | boolean) => boolean;

const comparisons = {
  '=': (a, b) => a === b,
  '<>': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
} as const satisfies Record<string, Comparison>;

function map(value: number | null, apply: (value: number) => number): number | null {
  return value === null ? null : apply(value);
}

function both(
  a: number | null,
  b: number | null,
  apply: (a: number, b: number) => number | null,
): number | null {
  return a === null || b === null ? null : apply(a, b);
}

/** Whole days from one date to another, negative where the second comes first. */
function daysBetween(from: FormulaValue, to: FormulaValue): number | null {
  if (typeof from !== 'string' || typeof to !== 'string') return null;
  return dateToDay(to) - dateToDay(from);
}

function plusDays(date: FormulaValue, days: number | null): string | null {
  if (typeof date !== 'string' || days === null) return null;
  const day = dateToDay(date) + Math.trunc(days);
  return day >= firstDay && day <= lastDay ? dayToDate(day) : null;
}

const firstDay = dateToDay('0001-01-01');
const lastDay = dateToDay('9999-12-31');

function textOf(value: FormulaValue): string {
  if (value === null) return '';
  return typeof value === 'number' ? String(Number(value.toPrecision(12))) : String(value);
}

function isEmpty(value: Json | undefined): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

function isFunction(name: string): name is FormulaFunction {
  return Object.hasOwn(formulaFunctions, name);
}

type Detail<T> = T extends unknown ? Omit<T, keyof FormulaSpan> : never;

function mismatch(wanted: FormulaType, found: FormulaType): Detail<FormulaProblem> {
  return { type: 'wrong-type', wanted, found };
}

function failure({ at, length }: FormulaSpan, detail: Detail<FormulaProblem>): CompileFailure {
  return new CompileFailure({ ...detail, at, length });
}
