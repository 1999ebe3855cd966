import { describe, expect, test } from 'vitest';
import { captureWords, quickWords } from '../../../../src/i18n/captureWords.ts';
import { readQuickLine, type QuickLine } from '../../../../src/interchange/quick/quickLine.ts';
import { readWhen } from '../../../../src/interchange/quick/when.ts';
import { createRecogniser } from '../../../../src/interchange/signature/words.ts';

const recogniser = createRecogniser(captureWords);
/** A Sunday. */
const today = '2026-11-22';

describe('a line becomes the record that it means', () => {
  test.each<[string, Partial<QuickLine>]>([
    [
      'Call Anna tomorrow 15:00',
      { kind: 'task', text: 'Call Anna', date: '2026-11-23', time: '15:00', mentions: ['Anna'] },
    ],
    [
      '明天下午3点给张伟打电话',
      { kind: 'task', text: '给张伟打电话', date: '2026-11-23', time: '15:00', mentions: ['张伟'] },
    ],
    [
      'Send the quote to Nordkaffe GmbH by Friday !',
      { kind: 'task', text: 'Send the quote to Nordkaffe GmbH', date: '2026-11-27', priority: 'high' },
    ],
    [
      '下周二上午十点半拜访蓝岸咖啡',
      { kind: 'task', text: '拜访蓝岸咖啡', date: '2026-11-24', time: '10:30' },
    ],
    ['张伟 13800138000 zhang@x.cn 华星科技', { kind: 'contact' }],
    ['华星科技有限公司', { kind: 'account' }],
    ['Nordkaffe GmbH +49 40 123456', { kind: 'account' }],
    ['Anna Berg', { kind: 'contact' }],
    ['李雷', { kind: 'contact' }],
    ['Need: oat milk that does not curdle', { kind: 'need', text: 'oat milk that does not curdle' }],
    ['需求：下个月新店开业的设备', { kind: 'need', text: '下个月新店开业的设备' }],
    ['Called Anna Berg, she wants a new quote', { kind: 'activity', activityType: 'call' }],
    ['昨天拜访了蓝岸咖啡', { kind: 'activity', activityType: 'visit', date: '2026-11-21' }],
    ['Met Sarah at the fair', { kind: 'activity', activityType: 'meeting', mentions: ['Sarah'] }],
    ['Invoice asap', { kind: 'task', priority: 'urgent', text: 'Invoice' }],
    ['Call 13800138000', { kind: 'task', text: 'Call 13800138000' }],
  ])('%s', (line, expected) => {
    expect(readQuickLine(line, today, quickWords, recogniser)).toMatchObject(expected);
  });
});

describe('days and times are read as people say them on a Sunday', () => {
  test.each<[string, string | undefined, string | undefined, string]>([
    ['today', '2026-11-22', undefined, ''],
    ['x tonight 8pm', '2026-11-22', '20:00', 'x'],
    ['x tomorrow', '2026-11-23', undefined, 'x'],
    ['x the day after tomorrow', '2026-11-24', undefined, 'x'],
    ['x on Monday', '2026-11-23', undefined, 'x'],
    ['x Sunday', '2026-11-29', undefined, 'x'],
    ['x next Friday', '2026-11-27', undefined, 'x'],
    ['x next week', '2026-11-23', undefined, 'x'],
    ['x in 3 days', '2026-11-25', undefined, 'x'],
    ['x in two weeks', '2026-12-06', undefined, 'x'],
    ['x 30 Nov', '2026-11-30', undefined, 'x'],
    ['x Nov 30, 2027', '2027-11-30', undefined, 'x'],
    ['x 5 Jan', '2027-01-05', undefined, 'x'],
    ['x 3.12.', '2026-12-03', undefined, 'x'],
    ['x 2026-12-24 9:05', '2026-12-24', '09:05', 'x'],
    ['x at 3:30 pm', undefined, '15:30', 'x'],
    ['x 12am', undefined, '00:00', 'x'],
    ['今晚八点 x', '2026-11-22', '20:00', 'x'],
    ['后天 x', '2026-11-24', undefined, 'x'],
    ['三天后 x', '2026-11-25', undefined, 'x'],
    ['两周后 x', '2026-12-06', undefined, 'x'],
    ['12月1日 15点 x', '2026-12-01', '15:00', 'x'],
    ['周五下午两点一刻 x', '2026-11-27', '14:15', 'x'],
    ['2026年12月24日 x', '2026-12-24', undefined, 'x'],
    ['x 29 Feb', '2028-02-29', undefined, 'x'],
    ['sundae and monthly plan', undefined, undefined, 'sundae and monthly plan'],
    ['buy 3 days of coffee', undefined, undefined, 'buy 3 days of coffee'],
    ['ratio 25:61', undefined, undefined, 'ratio 25:61'],
  ])('%s', (line, date, time, rest) => {
    expect(readWhen(line, today, quickWords)).toEqual({ date, time, rest });
  });
});

test('a weekday is the coming one, and with "next" that of the week after, on any day of the week', () => {
  // A Wednesday.
  const date = (line: string): string | undefined => readWhen(line, '2026-11-25', quickWords).date;
  expect(date('Friday')).toBe('2026-11-27');
  expect(date('next Friday')).toBe('2026-12-04');
  expect(date('周一')).toBe('2026-11-30');
  expect(date('下周三')).toBe('2026-12-02');
  expect(date('Wednesday')).toBe('2026-12-02');
});
