import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateToDay, dayToDate } from '../../../src/domain/dates.ts';
import { notesByWeek, qualityNotesOf, withQualityNote } from '../../../src/domain/qualityReport.ts';

test('a day is noted once, and of weeks long past one note stays: their last', () => {
  let value = withQualityNote([], { day: '2026-01-05', score: 0.5, found: 9 });
  for (let i = 1; i < 60; i++)
    value = withQualityNote(qualityNotesOf(value), {
      day: dayToDate(dateToDay('2026-01-05') + i),
      score: 0.5 + i / 200,
      found: i,
    });
  const notes = qualityNotesOf(value);
  expect(notes.at(-1)).toEqual({ day: '2026-03-05', score: 0.795, found: 59 });
  const early = notes.filter(({ day }) => day < '2026-02-16').map(({ day }) => day);
  expect(early).toEqual(['2026-01-11', '2026-01-18', '2026-01-25', '2026-02-01', '2026-02-08', '2026-02-15']);
  expect(notesByWeek(notes)).toHaveLength(9);
});

test('whatever stands in the setting, the notes are notes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const { day, score, found } of qualityNotesOf(value as Parameters<typeof qualityNotesOf>[0])) {
        expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(typeof score + typeof found).toBe('numbernumber');
      }
    }),
  );
});
