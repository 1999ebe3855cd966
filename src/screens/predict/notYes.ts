import type { Condition } from '../../read/listQuery.ts';
import { definitions } from '../fields/definitions.svelte.ts';

/** The condition that leaves out customers who are "yes" already; none where filters cannot ask it, as of free texts. */
export function notYes(key: string, yes: string | undefined): readonly Condition[] {
  switch (definitions().column('account', key)?.type) {
    case 'boolean':
      return [{ field: key, op: yes === '0' ? 'isTrue' : 'isFalse' }];
    case 'choice':
      return yes === undefined ? [] : [{ field: key, op: 'noneOf', values: [yes] }];
    default:
      return [];
  }
}
