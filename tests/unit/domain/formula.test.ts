import { describe, expect, test } from 'vitest';
import { compileFormula, type FormulaField } from '../../../src/domain/formula.ts';
import {
  compileFormulas,
  formulaToShown,
  formulaToStored,
  withFormulas,
} from '../../../src/domain/formulaSet.ts';
import { maxFormulaDepth, maxFormulaLength } from '../../../src/domain/formulaSyntax.ts';
import type { CustomDefinition } from '../../../src/domain/customDefinitions.ts';
import type { FieldDef } from '../../../src/domain/objects.ts';

const field = (
  key: string,
  type: FieldDef['type'],
  more: Partial<FormulaField> = {},
): [string, FormulaField] => [key, { field: { key, type }, ...more }];
const labels = new Map([
  ['0', 'Gold'],
  ['1', 'Silver'],
]);
const fields = new Map([
  field('age', 'integer'),
  field('name', 'text'),
  field('born', 'date'),
  field('at', 'instant'),
  field('vip', 'boolean'),
  field('price', 'unitPrice'),
  field('worth', 'money'),
  field('owner', 'reference'),
  ['grade', { field: { key: 'grade', type: 'choice', choices: ['0', '1'] }, labels }] as [
    string,
    FormulaField,
  ],
]);
const values = {
  age: 36,
  name: 'Lin',
  born: '1990-02-28',
  vip: true,
  price: 25_570,
  worth: { minor: 12_345, currency: 'CNY' },
  owner: 'm1.0.0',
  grade: '1',
};
const today = '2026-11-22';

function valueOf(text: string, of: Record<string, unknown> = values): unknown {
  const compiled = compileFormula(text, fields);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value.evaluate(of as never, today);
}

function problemOf(text: string): unknown {
  const compiled = compileFormula(text, fields);
  return compiled.ok ? undefined : compiled.error;
}

test.each([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['10 - 4 - 3', 3],
  ['8 / 4 / 2', 1],
  ['-2 * -3', 6],
  ['2 - -1', 3],
  ['.5 + 1.', 1.5],
  ['{age} / 12', 3],
  ['{price} * 2', 5.114],
  ['{worth}', 123.45],
  ['round(2.345, 2)', 2.35],
  ['round(-2.5)', -3],
  ['round(1250, -2)', 1300],
  ['abs(3 - 5)', 2],
  ['min(3, 1, 2)', 1],
  ['max({age}, 40)', 40],
  ['days("2026-01-01", "2026-03-01")', 59],
  ['days({born}, today())', 13_416],
  ['today() - {born}', 13_416],
  ['{born} + 1', '1990-03-01'],
  ['{born} - 28', '1990-01-31'],
  ['max({born}, "2000-01-01")', '2000-01-01'],
  ['year(today()) - year({born})', 36],
  ['month({born})', 2],
  ['if({age} >= 18, "adult", "minor")', 'adult'],
  ['{age} > 18 and {vip}', true],
  ['{age} > 18 and not {vip}', false],
  ['not {age} > 18', false],
  ['not({vip}) or {age} = 36', true],
  ['{name} = "Lin"', true],
  ['{name} <> "Wu"', true],
  ['{born} < "2000-01-01"', true],
  ['concat({name}, " is ", {age})', 'Lin is 36'],
  ['concat("a", "say ""hi""")', 'asay "hi"'],
  ['contains({name}, "IN")', true],
  ['isEmpty({name})', false],
  ['isEmpty({owner})', false],
  ['{grade} = "Silver"', true],
  ['{grade} = "1"', true],
  ['"gold" <> {grade}', true],
  ['concat({grade}, "!")', 'Silver!'],
  ['\uFF081\uFF0B2\uFF09\u00D73', 9],
  ['concat(\u201Ca\u201D\uFF0C\u2018b\u2019)', 'ab'],
  ['IF(TRUE, 1, 2)', 1],
])('%s = %s', (text, expected) => {
  expect(valueOf(text)).toEqual(expected);
});

test.each([
  ['{age} + 1', null],
  ['{age} > 1', false],
  ['{age} <> 1', true],
  ['not {vip}', true],
  ['{vip} = false', true],
  ['if({age} > 1, "a", "b")', 'b'],
  ['concat({name}, "x")', 'x'],
  ['min({age}, 5)', 5],
  ['max({age})', null],
  ['isEmpty({age})', true],
  ['isEmpty({owner})', true],
  ['days({born}, today())', null],
  ['{born} + 1', null],
  ['1 / 0', null],
  ['{born} = {born}', false],
])('of an empty record, %s = %s', (text, expected) => {
  expect(valueOf(text, {})).toEqual(expected);
});

test.each([
  ['', { type: 'empty', at: 0 }],
  ['1 +', { type: 'unfinished', at: 3 }],
  ['1 2', { type: 'unexpected', found: '2', at: 2 }],
  ['(1', { type: 'unfinished', at: 2 }],
  ['1 < 2 < 3', { type: 'unexpected', found: '<', at: 6 }],
  ['#', { type: 'unexpected', found: '#', at: 0 }],
  ['"open', { type: 'unclosed-text', at: 0 }],
  ['1 + {age', { type: 'unclosed-field', at: 4 }],
  ['{nobody}', { type: 'unknown-field', name: 'nobody', at: 0, length: 8 }],
  ['1 + {owner}', { type: 'unusable-field', name: 'owner', at: 4 }],
  ['sqrt(4)', { type: 'unknown-function', name: 'sqrt', at: 0 }],
  ['constructor(4)', { type: 'unknown-function', name: 'constructor', at: 0 }],
  ['round()', { type: 'arguments', name: 'round', least: 1, most: 2 }],
  ['1 + "a"', { type: 'wrong-type', wanted: 'number', found: 'text', at: 4 }],
  ['if(1, 2, 3)', { type: 'wrong-type', wanted: 'boolean', found: 'number', at: 3 }],
  ['if(true, 2, "a")', { type: 'different-types', one: 'number', other: 'text' }],
  ['{age} = "36"', { type: 'different-types', one: 'number', other: 'text' }],
  ['{grade} = "Bronze"', { type: 'unknown-choice', name: 'Bronze', at: 10 }],
  ['3 - {born}', { type: 'wrong-type', wanted: 'number', found: 'date' }],
])('%j is refused and says where', (text, problem) => {
  expect(problemOf(text)).toMatchObject(problem);
});

test('a formula that is too long or nested too deep is refused instead of blocking the page', () => {
  expect(problemOf('1+'.repeat(maxFormulaLength))).toMatchObject({ type: 'too-long' });
  const deep = `${'('.repeat(maxFormulaDepth + 1)}1${')'.repeat(maxFormulaDepth + 1)}`;
  expect(problemOf(deep)).toMatchObject({ type: 'too-deep' });
  expect(problemOf(`1${'+1'.repeat(600)}`)).toMatchObject({ type: 'too-deep' });
  expect(valueOf(`1${'+1'.repeat(200)}`)).toBe(201);
  const nested = `${'max(1,min(2,'.repeat(19)}3${'))'.repeat(19)}`;
  expect(valueOf(nested)).toBe(2);
});

const formula = (n: number, text: string): CustomDefinition => ({
  id: `f1.0.${n}`,
  kind: 'account',
  type: 'formula',
  name: `Formula ${n}`,
  formula: text,
  choices: [],
  field: { key: `f1.0.${n}:formula`, type: 'formula' },
});

describe('formulas that read other formulas', () => {
  test('are computed after them, whatever order they stand in', () => {
    const set = compileFormulas('account', [
      formula(1, '{f1.0.2:formula} + 1'),
      formula(2, '{f1.0.3:formula} * 2'),
      formula(3, '{age}'),
    ]);
    expect(set.problems.size).toBe(0);
    expect(withFormulas({ age: 5 }, set, today)).toEqual({
      age: 5,
      'f1.0.1:formula': 11,
      'f1.0.2:formula': 10,
      'f1.0.3:formula': 5,
    });
  });

  test('in a circle are refused, all of them, and others go on', () => {
    const set = compileFormulas('account', [
      formula(1, '{f1.0.2:formula} + 1'),
      formula(2, '{f1.0.1:formula} + 1'),
      formula(3, '{f1.0.3:formula}'),
      formula(4, '{age} + 1'),
      formula(5, '{f1.0.1:formula}'),
    ]);
    const found = [1, 2, 3, 5].map((n) => set.problems.get(`f1.0.${n}:formula`)?.type);
    expect(found).toEqual(['cycle', 'cycle', 'cycle', 'unusable-field']);
    expect(withFormulas({ age: 1 }, set, today)).toEqual({ age: 1, 'f1.0.4:formula': 2 });
  });

  test('have the type of what those give', () => {
    const set = compileFormulas('account', [
      formula(1, '{f1.0.2:formula} + 1'),
      formula(2, '{birthday} + 1'),
    ]);
    expect(withFormulas({ birthday: '2000-02-28' }, set, today)).toMatchObject({
      'f1.0.1:formula': '2000-03-01',
    });
  });
});

test('renaming fields and choices changes how a formula reads and not what it is', () => {
  const byName = new Map([
    ['Age', 'age'],
    ['Grade', 'grade'],
  ]);
  const stored = formulaToStored('if({Age}>3 and {Grade} = "Silver", {Age}, 0)', fields, (name) =>
    byName.get(name),
  );
  expect(stored).toBe('if({age}>3 and {grade} = "1", {age}, 0)');
  const renamed = new Map([
    ['grade', { field: { key: 'grade', type: 'choice' as const }, labels: new Map([['1', 'Plat "9"']]) }],
  ]);
  expect(formulaToShown(stored, renamed, (key) => (key === 'age' ? 'Years' : undefined))).toBe(
    'if({Years}>3 and {grade} = "Plat ""9""", {Years}, 0)',
  );
});
