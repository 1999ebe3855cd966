import { choicesSetting, settingsOf } from '../domain/bookSettings.ts';
import { arrangedChoices, choiceListOf, type Choice } from '../domain/choiceLists.ts';
import { definitionsOf } from '../domain/customDefinitions.ts';
import { fieldsOf, type FieldDef } from '../domain/objects.ts';
import type { RecordRow } from '../domain/record.ts';
import { listedKinds, type ColumnKey, type ListedKind } from './listQuery.ts';

/** Values of fields of choices in the order in which a book shows them, by `choiceOrderKey`. */
export type ChoiceOrders = ReadonlyMap<string, readonly string[]>;

export function choiceOrderKey(kind: ListedKind, key: ColumnKey): string {
  return choicesSetting(kind, key);
}

/** From the records that define custom fields, and the settings of a book, which arrange the choices of both. */
export function choiceOrdersOf(fields: readonly RecordRow[], settings: readonly RecordRow[]): ChoiceOrders {
  const standing = settingsOf(settings);
  const defined = definitionsOf(fields);
  const orders = new Map<string, readonly string[]>();
  const add = (kind: ListedKind, field: FieldDef, choices: readonly Choice[]): void => {
    const name = choiceOrderKey(kind, field.key);
    const list = choiceListOf(standing.get(name)?.value);
    orders.set(
      name,
      arrangedChoices(choices, list).map(({ value }) => value),
    );
  };
  for (const kind of listedKinds) {
    for (const field of fieldsOf(kind)) {
      if (field.type === 'choice')
        add(
          kind,
          field,
          (field.choices ?? []).map((value) => ({ value })),
        );
    }
  }
  for (const { kind, field, choices } of defined) if (choices.length > 0) add(kind, field, choices);
  return orders;
}
