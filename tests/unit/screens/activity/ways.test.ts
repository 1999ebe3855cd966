import { expect, test } from 'vitest';
import { mapHref, smsHref, waysOf } from '../../../../src/screens/activity/ways.ts';
import { aRow } from '../../../support/rows.ts';

test('a customer is reached by their own numbers first, then by those of their contacts, each once', () => {
  const account = aRow('a1.0.0', { name: 'Nordkaffe', phones: ['+49 40 1'] });
  const contact = aRow('c1.0.0', { name: 'Lena', phones: ['+49 40 1', '+49 151 2'], wechat: 'lena-n' });
  const ways = waysOf(account, [contact]);
  expect(ways.phones).toEqual([
    { value: '+49 40 1' },
    { value: '+49 151 2', contact: 'c1.0.0', name: 'Lena' },
  ]);
  expect(ways.wechats).toEqual([{ value: 'lena-n', contact: 'c1.0.0', name: 'Lena' }]);
  expect(ways.emails).toEqual([]);
});

test('links to messages carry digits and the plus only', () => {
  expect(smsHref('021 6437 8820')).toBe('sms:02164378820');
});

test('an address goes to the map application of the device', () => {
  expect(mapHref('Brooktorkai 18, Hamburg', 'Linux; Android 15')).toBe(
    'geo:0,0?q=Brooktorkai%2018%2C%20Hamburg',
  );
  expect(mapHref('Brooktorkai 18', 'iPhone; CPU iPhone OS 19')).toBe('maps:?q=Brooktorkai%2018');
});
