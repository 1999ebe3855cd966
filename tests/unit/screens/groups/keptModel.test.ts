import { expect, test } from 'vitest';
import type { FoundGroups } from '../../../../src/screens/groups/groupsModel.svelte.ts';
import { groupsIn, settingsWithGroups } from '../../../../src/screens/groups/keptModel.ts';
import { namesOfSame } from '../../../../src/screens/groups/sameGroups.ts';
import { clusterTable } from '../../../../src/workers/tasks/clusters.ts';
import { tableOf } from '../../../support/tables.ts';

const table = tableOf({ x: [0, 1, 0, 1, 9, 8, 9, 8], y: [0, 0, 1, 1, 9, 9, 8, 8] });
const settings = {
  ...{ k: 2, eps: null, minPts: 2, useLog: true, isScaled: true, label: null },
} as const;
const names = ['Near', 'Far'];

function foundBy(method: 'kmeans' | 'dbscan'): FoundGroups {
  const columns = ['x', 'y'];
  const result = clusterTable({ ...settings, method, table, columns, seed: 1 }, () => undefined);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return { columns, settings: { ...settings, method }, answer: result.value } as unknown as FoundGroups;
}

test('a note of an analysis keeps names, centres and scales, to the last digit', () => {
  const found = foundBy('kmeans');
  const kept = groupsIn(settingsWithGroups(found, names));
  expect(kept?.names).toEqual(names);
  expect(kept?.nearest?.encoding).toEqual(found.answer.features.encoding);
  expect(kept?.nearest?.centers.flat()).toEqual(Array.from(found.answer.centers?.values ?? []));
});

test('of groups without centres it keeps the names, and of other notes nothing', () => {
  expect(groupsIn(settingsWithGroups(foundBy('dbscan'), names))).toEqual({ names });
  expect(groupsIn({ method: 'kmeans', columns: ['x'] })).toBeUndefined();
  expect(groupsIn({ kept: { names, nearest: { encoding: 1, centers: [['x']] } } })).toEqual({ names });
});

test('groups that were found anew are called as those with most of the same members, no two alike', () => {
  const labels = Int32Array.of(0, 0, 0, 1, 1, 2, -1);
  const before = ['B', 'B', 'A', 'A', 'B', undefined, 'A'];
  expect(namesOfSame(labels, before, ['x', 'y', 'A'])).toEqual(['B', 'A', 'A 2']);
  expect(namesOfSame(labels, [], ['x', 'y', 'z'])).toEqual(['x', 'y', 'z']);
});
