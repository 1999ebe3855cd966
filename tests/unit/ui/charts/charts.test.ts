import { describe, expect, it } from 'vitest';
import { csvText, fileNameOf } from '../../../../src/ui/charts/chartFiles.ts';
import { heatLevels } from '../../../../src/ui/charts/heat.ts';

describe('a chart saved as CSV', () => {
  it('cannot run as a formula in a spreadsheet', () => {
    const text = csvText([['=1+1', '+1', '-1', '@x', 'a=1']]);
    expect(text).toBe("\uFEFF'=1+1,'+1,'-1,'@x,a=1\r\n");
  });
  it('keeps numbers as numbers, also below zero', () => {
    expect(csvText([[-1.5, 0, 2]])).toBe('\uFEFF-1.5,0,2\r\n');
  });
  it('quotes commas, quotes and line breaks', () => {
    expect(csvText([['a,b', 'say "hi"', 'x\ny']])).toBe('\uFEFF"a,b","say ""hi""","x\ny"\r\n');
  });
  it('gets a file name of letters, digits and dashes, Chinese too', () => {
    expect(fileNameOf('1,383 frequent buyers: “now”?', 'csv')).toBe('1-383-frequent-buyers-now.csv');
    expect(fileNameOf('少数客户撑起/大部分收入', 'png')).toBe('少数客户撑起-大部分收入.png');
  });
});

describe('the colours of a heat map', () => {
  it('step evenly by powers, from the palest for the least to the darkest for the most', () => {
    expect(heatLevels([1, 10, 100, 1000, 100_000])).toEqual([1, 2, 3, 4, 5]);
  });
  it('leave cells without an amount blank', () => {
    expect(heatLevels([0, -5, 10])).toEqual([0, 0, 5]);
    expect(heatLevels([])).toEqual([]);
  });
});
