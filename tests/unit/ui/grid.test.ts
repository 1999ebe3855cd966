import { expect, test } from 'vitest';
import { fittingColumns, rowHeightOf, tracksOf } from '../../../src/ui/grid.ts';
import type { GridColumn } from '../../../src/ui/grid.ts';

const columns: readonly GridColumn[] = [
  { key: 'name', label: 'Name', width: 'minmax(180px, 1fr)', place: 'name' },
  { key: 'owner', label: 'Owner', width: '96px' },
  { key: 'region', label: 'Region', width: '128px', place: 'meta' },
  { key: 'sales', label: 'Sales', width: '128px', place: 'num' },
];
const keysOf = (widthPx: number, isNarrow = false): string[] =>
  fittingColumns(columns, widthPx, isNarrow).map((column) => column.key);

test('all columns stand where they fit', () => {
  expect(keysOf(1_000)).toEqual(['name', 'owner', 'region', 'sales']);
});

test('columns without a place on two lines give way first, then placed ones, and never the name and the figure', () => {
  expect(keysOf(500)).toEqual(['name', 'region', 'sales']);
  expect(keysOf(400)).toEqual(['name', 'sales']);
  expect(keysOf(100)).toEqual(['name', 'sales']);
});

test('on two lines only columns with a place are drawn', () => {
  expect(keysOf(320, true)).toEqual(['name', 'region', 'sales']);
});

test('tracks start with room for the checkboxes', () => {
  expect(tracksOf(columns.slice(0, 1), true)).toBe('44px minmax(180px, 1fr)');
});

test('rows are 60 px on a phone, 52 on two lines or under a finger, 36 with a mouse and 32 compact', () => {
  const of = { isPhone: false, isNarrow: false, isTouch: false, density: 'normal' } as const;
  expect(rowHeightOf({ ...of, isPhone: true })).toBe(60);
  expect(rowHeightOf({ ...of, isNarrow: true })).toBe(52);
  expect(rowHeightOf({ ...of, isTouch: true, density: 'compact' })).toBe(52);
  expect(rowHeightOf(of)).toBe(36);
  expect(rowHeightOf({ ...of, density: 'compact' })).toBe(32);
});
