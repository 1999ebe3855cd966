import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/domain/json.ts';
import { fieldsOf } from '../../../../src/domain/objects.ts';
import type { ShownField } from '../../../../src/screens/fields/definitions.svelte.ts';
import {
  fullest,
  mergedValues,
  mergeFields,
  takenOver,
} from '../../../../src/screens/duplicates/mergeChoices.ts';
import { aRow } from '../../../support/rows.ts';

const fields = fieldsOf('account').map((field): ShownField => ({ ...field, label: field.key }));
const account = (index: number, values: Record<string, Json>) => aRow(`a1.0.${index}`, values);

describe('a reviewed merge', () => {
  const winner = account(0, { name: 'A', phones: ['13800138000'], region: 'North', notes: 'Old friend' });
  const loser = account(1, {
    ...{ name: 'B', phones: ['+86 138 0013 8000', '02012345678'], notes: 'Pays late', website: 'b.example' },
  });

  it('asks only for fields in which another record says something else', () => {
    const asked = mergeFields(fields, winner, [loser]).map(({ field }) => field.key);
    expect(asked).toEqual(['name', 'phones', 'website', 'notes']);
  });

  it('takes the name that stays, both sets without one number twice, both notes, and what was missing', () => {
    expect(mergedValues(mergeFields(fields, winner, [loser]), {})).toEqual({
      name: 'A',
      phones: ['13800138000', '02012345678'],
      website: 'b.example',
      notes: 'Old friend\n\nPays late',
    });
  });

  it('takes what somebody has chosen', () => {
    const chosen = { name: loser.id, phones: loser.id };
    expect(mergedValues(mergeFields(fields, winner, [loser]), chosen)).toMatchObject({
      name: 'B',
      phones: ['+86 138 0013 8000', '02012345678'],
    });
  });

  it('is the same whichever comes first, but for the values of the one that stays', () => {
    const one = mergedValues(mergeFields(fields, winner, [loser]), {});
    const other = mergedValues(mergeFields(fields, loser, [winner]), {});
    expect(new Set((other['phones'] as string[]).map((phone) => phone.replace(/\D/g, '').slice(-8)))).toEqual(
      new Set((one['phones'] as string[]).map((phone) => phone.replace(/\D/g, '').slice(-8))),
    );
    expect(other['region']).toBe('North');
  });
});

describe('a merge of many', () => {
  it('keeps the fullest record, of equals the older, and takes over only what it lacks', () => {
    const [a, b] = [account(0, { name: 'A' }), account(1, { name: 'B', region: 'North', tags: ['t1.0.0'] })];
    expect(fullest([a, b])).toBe(b);
    expect(fullest([account(2, { name: 'C' }), a])).toBe(a);
    const old = account(3, { name: 'Old', region: 'South', level: 'A', tags: ['t1.0.1'] });
    expect(takenOver(fields, b, [old])).toEqual({ level: 'A', tags: ['t1.0.0', 't1.0.1'] });
  });
});
