import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatDate } from '../../../../src/i18n/formats.ts';
import { setLanguage } from '../../../../src/i18n/language.svelte.ts';
import { activityText, timeOf } from '../../../../src/screens/activity/itemText.ts';
import { aRow } from '../../../support/rows.ts';

Object.assign(globalThis, { document: { documentElement: { lang: '' } } });
beforeEach(() => setLanguage('en'));

const zones = ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati'] as const;
const ownZone = process.env['TZ'];

function setZone(zone: string | undefined): void {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
}

afterEach(() => setZone(ownZone));

test.each(zones)('a date without a time is said as itself in %s', (zone) => {
  setZone(zone);
  for (const at of [Date.UTC(2025, 10, 19, 12), Date.UTC(2025, 10, 21, 12)]) {
    const time = timeOf({ at, day: '2025-11-20' });
    expect(time.machine).toBe('2025-11-20');
    expect(time.text).toBe(formatDate('2025-11-20'));
  }
});

test.each(zones)('a moment is said by the date that the person has in %s, early and late', (zone) => {
  setZone(zone);
  for (const hour of [0, 23]) {
    const at = new Date(2025, 10, 20, hour, 30).getTime();
    const time = timeOf({ at });
    expect(time.text).toBe(formatDate('2025-11-20'));
    expect(new Date(time.machine).getTime()).toBe(at);
  }
});

test('an activity says its direction, length, place and subject, and no more than it has', () => {
  const call = { type: 'call', at: 0 };
  expect(activityText(aRow('y1.0.0', call))).toBe('Call');
  expect(activityText(aRow('y1.0.0', { ...call, direction: 'in', duration: 18 }))).toBe(
    'Call received, 18 min',
  );
  const visit = { type: 'visit', at: 0, direction: 'out', place: 'Hamburg', subject: 'Stock' };
  expect(activityText(aRow('y1.0.0', visit))).toBe('Visit · Hamburg: Stock');
});
