import { expect, test } from 'vitest';
import { newFieldFor } from '../../../../src/interchange/mapping/newField.ts';
import { createSurveyor } from '../../../../src/interchange/mapping/survey.ts';
import { columnNames } from '../../../../src/interchange/reading/header.ts';

const booleans = new Map([
  ['是', true],
  ['否', false],
]);

function fieldOf(name: string, cells: readonly string[]) {
  const surveyor = createSurveyor(columnNames([name], 0), true);
  for (const cell of cells) surveyor.row([cell]);
  const [column] = surveyor.columns();
  return column && newFieldFor(column, booleans);
}

const many = (count: number, cell: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => cell(i));

test('a column of two words for yes and no becomes a checkbox, in either language', () => {
  for (const cells of [
    ['Yes', 'No', 'No'],
    ['0', '1', '1', ''],
    ['是', '否'],
  ])
    expect(fieldOf('Churn', cells)).toEqual({ name: 'Churn', type: 'checkbox', choices: [] });
  expect(
    fieldOf(
      'Side',
      many(12, (i) => (i % 2 === 0 ? 'left' : 'right')),
    )?.type,
  ).toBe('choice');
});

test('few words that come again and again become choices, the most frequent first', () => {
  const cells = [
    ...many(9, () => 'Month-to-month'),
    ...many(6, () => 'Two year'),
    ...many(3, () => 'One year'),
  ];
  expect(fieldOf('Contract', cells)).toEqual({
    name: 'Contract',
    type: 'choice',
    choices: ['Month-to-month', 'Two year', 'One year'],
  });
});

test('numbers, dates, ways to reach somebody and texts become fields of their type', () => {
  expect(
    fieldOf(
      'Total',
      many(30, (i) => `${String(i)}.5`),
    )?.type,
  ).toBe('number');
  expect(fieldOf('Total', [...many(30, (i) => `${String(i)}.5`), ' '])?.type).toBe('number');
  expect(
    fieldOf(
      'Since',
      many(12, (i) => `2024-0${String(1 + (i % 9))}-11`),
    )?.type,
  ).toBe('date');
  expect(
    fieldOf(
      'Mail',
      many(12, (i) => `a${String(i)}@b.example`),
    )?.type,
  ).toBe('email');
  expect(
    fieldOf(
      'Page',
      many(12, (i) => `https://a.example/${String(i)}`),
    )?.type,
  ).toBe('link');
  expect(
    fieldOf(
      'Said',
      many(12, (i) => `word ${String(i)}`),
    )?.type,
  ).toBe('text');
  expect(
    fieldOf(
      'Story',
      many(12, (i) => `${'word '.repeat(20)}${String(i)}`),
    )?.type,
  ).toBe('longText');
});

test('a column without a name or without values asks for no field', () => {
  expect(fieldOf('', ['1', '2'])).toBeUndefined();
  expect(fieldOf('Nothing', ['', ''])).toBeUndefined();
});
