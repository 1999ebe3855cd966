import type { Json } from '../../domain/json.ts';
import type { FieldDef, ObjectKind } from '../../domain/objects.ts';
import { pipelineOf } from '../../domain/pipelines.ts';
import type { Values } from '../../domain/record.ts';
import { definitions, type ChoiceOption, type ShownField } from './definitions.svelte.ts';
import { choiceLabel } from './labels.ts';

/** What a control of a field offers: its choices but those no longer offered, and whatever the record holds already. */
export function offeredChoices(field: FieldDef, value: Json | undefined): readonly ChoiceOption[] {
  const held = new Set(Array.isArray(value) ? (value as readonly Json[]) : [value]);
  const all = optionsOf(field);
  const unknown = [...held].filter(
    (each) => typeof each === 'string' && each !== '' && !all.some((option) => option.value === each),
  ) as string[];
  return [
    ...all.filter((option) => option.isHidden !== true || held.has(option.value)),
    ...unknown.map((each) => ({ value: each, label: choiceLabel(each, field) })),
  ];
}

/** A field as it is edited in a record: of the stages of a deal those of its pipeline, and of those where it ended the open ones. */
export function fieldIn<F extends FieldDef>(kind: ObjectKind, field: F, values: Values): F {
  if (kind !== 'deal' || (field.key !== 'stage' && field.choicesOf !== 'stage')) return field;
  const { stages } = pipelineOf(definitions().pipelines, values);
  const fitting = field.key === 'stage' ? stages : stages.filter(({ outcome }) => outcome === 'open');
  const options = fitting.flatMap(
    ({ id }) =>
      optionsOf(definitions().field('deal', 'stage') ?? field).find(({ value }) => value === id) ?? [],
  );
  return { ...field, options, choices: options.map(({ value }) => value) };
}

function optionsOf(field: FieldDef | ShownField): readonly ChoiceOption[] {
  if ('options' in field && field.options !== undefined) return field.options;
  return (field.choices ?? []).map((value) => ({ value, label: choiceLabel(value, field) }));
}
