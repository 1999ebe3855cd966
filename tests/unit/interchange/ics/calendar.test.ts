import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRepeatRule, type RepeatRule } from '../../../../src/domain/repeatRule.ts';
import {
  calendarFile,
  escapeText,
  foldLine,
  recurrenceRule,
  type CalendarTask,
} from '../../../../src/interchange/ics/calendar.ts';

const options = { name: 'Rapport', language: 'zh-CN', now: Date.UTC(2026, 10, 20, 8, 30) };
const task: CalendarTask = { uid: 'k1.0.0@rapport', title: '回电确认报价', due: '2026-11-20' };

function linesOf(more: Partial<CalendarTask>): string[] {
  return calendarFile([{ ...task, ...more }], options)
    .replace(/\r\n /g, '')
    .split('\r\n');
}

function rule(text: string): RepeatRule {
  const parsed = parseRepeatRule(text);
  if (parsed === undefined) throw new Error(`not a rule: ${text}`);
  return parsed;
}

test('a task with a time is an event at that time wherever the person is, with an alarm before it', () => {
  const lines = linesOf({ time: '14:00', reminder: 30 });
  expect(lines).toContain('DTSTART:20261120T140000');
  expect(lines).toContain('TRIGGER:-PT30M');
  expect(lines.join()).not.toContain('TZID');
});

test('a task without a time fills its day, and its alarm rings at nine', () => {
  const lines = linesOf({ reminder: 0 });
  expect(lines).toContain('DTSTART;VALUE=DATE:20261120');
  expect(lines).toContain('DTEND;VALUE=DATE:20261121');
  expect(lines).toContain('TRIGGER:PT540M');
  expect(linesOf({ reminder: 1_440 })).toContain('TRIGGER:-PT900M');
  expect(linesOf({ time: '09:00', reminder: 1_440 })).toContain('TRIGGER:-P1D');
  expect(linesOf({ time: '09:00', reminder: 0 })).toContain('TRIGGER:PT0M');
});

test('a task without a reminder has no alarm', () => {
  expect(linesOf({ time: '14:00' }).join()).not.toContain('VALARM');
});

test('a series ends in the form in which it starts', () => {
  const weekly = rule('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20261231');
  expect(recurrenceRule(weekly, '2026-11-20', true)).toBe(
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=MO;UNTIL=20261231T235959',
  );
  expect(recurrenceRule(weekly, '2026-11-20', false)).toContain('UNTIL=20261231');
  expect(recurrenceRule(weekly, '2026-11-20', false)).not.toContain('T235959');
});

test('the 31st of each month is written so that calendars take the last day of shorter months', () => {
  expect(recurrenceRule(rule('FREQ=MONTHLY'), '2026-12-31', false)).toBe(
    'FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29,30,31;BYSETPOS=-1',
  );
  expect(recurrenceRule(rule('FREQ=YEARLY'), '2028-02-29', false)).toBe(
    'FREQ=YEARLY;INTERVAL=1;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1',
  );
  expect(recurrenceRule(rule('FREQ=MONTHLY'), '2026-11-20', false)).toBe(
    'FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=20',
  );
});

test('commas, semicolons, backslashes and line ends in a text do not end it', () => {
  expect(escapeText('a, b; c\\d\r\ne\nf')).toBe('a\\, b\\; c\\\\d\\ne\\nf');
  expect(linesOf({ title: 'END:VEVENT\r\nBEGIN:VALARM' })).toContain(
    'SUMMARY;LANGUAGE=zh-CN:END:VEVENT\\nBEGIN:VALARM',
  );
});

test('no line is longer than 75 bytes, no character is cut, and unfolding gives the line back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const line = `SUMMARY:${escapeText(text)}`;
      const folded = foldLine(line);
      for (const part of folded.split('\r\n'))
        expect(new TextEncoder().encode(part).length).toBeLessThanOrEqual(75);
      expect(folded.replaceAll('\r\n ', '')).toBe(line);
    }),
  );
});

test('every line ends in CRLF and every part is closed', () => {
  const file = calendarFile([task, { ...task, uid: 'b', reminder: 5 }], options);
  expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true);
  expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  for (const part of ['VCALENDAR', 'VEVENT', 'VALARM']) {
    expect(file.split(`BEGIN:${part}`).length).toBe(file.split(`END:${part}`).length);
  }
});
