import type { Json } from '../../domain/json.ts';

/** How a filter compares; which of them a field offers depends on its type. */
export type FilterOp =
  | 'contains'
  | 'notContains'
  | 'is'
  | 'isNot'
  | 'isAnyOf'
  | 'isNoneOf'
  | 'has'
  | 'hasNot'
  | 'atLeast'
  | 'atMost'
  | 'between'
  | 'withinDays'
  | 'olderThanDays'
  | 'before'
  | 'after'
  | 'isEmpty'
  | 'isNotEmpty';

/** One condition of a list; all conditions of a list must hold. `value` depends on the operator: nothing, one value, or a pair. */
export interface Filter {
  readonly field: string;
  readonly op: FilterOp;
  readonly value: Json;
}
