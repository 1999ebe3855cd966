import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFormula, type FormulaField } from '../../src/domain/formula.ts';
import { maxFormulaLength } from '../../src/domain/formulaSyntax.ts';

const fields: ReadonlyMap<string, FormulaField> = new Map(
  ['a', 'b', 'c'].map((key) => [key, { field: { key, type: 'number' } }]),
);

type Tree = readonly [text: string, value: (of: Record<string, number>) => number | null];

/** Expressions of numbers as text, fully parenthesised, and what JavaScript says they are. */
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.integer({ min: 0, max: 1_000 }).map((n): Tree => [String(n), () => n]),
    fc.constantFrom('a', 'b', 'c').map((key): Tree => [`{${key}}`, (of) => of[key] ?? null]),
    fc
      .tuple(fc.constantFrom('+', '-', '*', '/'), tie('tree'), tie('tree'))
      .map(([operator, one, other]): Tree => [
        `(${one[0]} ${operator} ${other[0]})`,
        (of) => {
          const [x, y] = [one[1](of), other[1](of)];
          if (x === null || y === null) return null;
          const result = { '+': x + y, '-': x - y, '*': x * y, '/': y === 0 ? NaN : x / y }[operator] ?? NaN;
          return Number.isFinite(result) ? result : null;
        },
      ]),
  ),
}));

test('arithmetic gives what JavaScript gives, and nothing where JavaScript gives no number', () => {
  const numbers = fc.record(
    { a: fc.integer({ min: -99, max: 99 }), b: fc.integer({ min: -99, max: 99 }), c: fc.constant(0) },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(tree, numbers, ([text, value], of) => {
      fc.pre(text.length <= maxFormulaLength);
      const compiled = compileFormula(text, fields);
      if (!compiled.ok) {
        expect(compiled.error.type).toBe('too-deep');
        return;
      }
      const given = Object.fromEntries(Object.entries(of).filter(([, each]) => each !== undefined));
      expect(compiled.value.evaluate(given, '2026-01-01')).toBe(value(given as Record<string, number>));
    }),
  );
});

test('any text compiles or says where it fails, inside the text, and what compiles never throws', () => {
  const pieces = fc.constantFrom(
    ...[
      '{a}',
      '{zz}',
      '{',
      '}',
      '(',
      ')',
      ',',
      '+',
      '-',
      '*',
      '/',
      '=',
      '<>',
      '<',
      '"x"',
      '"',
      "'",
      '1',
      '2.5',
    ],
    ...[
      'if',
      'and',
      'not',
      'round',
      'days',
      'today()',
      'concat',
      'isEmpty',
      'min(',
      'true',
      ' ',
      '2026-01-01',
      '\u{1F600}',
    ],
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
  );
  const anything = fc.record({ a: fc.jsonValue(), b: fc.jsonValue() });
  fc.assert(
    fc.property(text, anything, (written, values) => {
      const compiled = compileFormula(written, fields);
      if (compiled.ok) {
        compiled.value.evaluate(values as never, '2026-01-01');
        return;
      }
      const { at, length } = compiled.error;
      expect(at).toBeGreaterThanOrEqual(0);
      expect(at + length).toBeLessThanOrEqual(written.length);
    }),
    { numRuns: 2_000 },
  );
});
