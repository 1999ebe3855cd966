import { choicesSetting } from '../../domain/bookSettings.ts';
import { choiceListOf } from '../../domain/choiceLists.ts';
import { newElementId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { ObjectKind } from '../../domain/objects.ts';
import { definitions, standardChoice, type ShownField } from '../fields/definitions.svelte.ts';

/** One line of an editor of choices. */
export interface ChoiceDraft {
  /** What records store; a new one has its id already. */
  readonly value: string;
  readonly label: string;
  readonly isHidden: boolean;
  readonly isNew: boolean;
  /** The program's word, where it has one: shown while the label is empty. */
  readonly standard?: string;
}

type ChoicesProblem = { readonly type: 'none' } | { readonly type: 'twice'; readonly label: string };

/** The choices of a field as an editor begins with them. */
export function choiceDrafts(kind: ObjectKind, field: ShownField): readonly ChoiceDraft[] {
  const own = choiceListOf(definitions().settings.get(choicesSetting(kind, field.key))?.value).labels;
  const isStandard = field.custom === undefined;
  return (field.options ?? []).map(({ value, label, isHidden }) => {
    const hasWord = isStandard && !value.startsWith('+');
    return {
      value,
      label: hasWord ? (own[value] ?? '') : label,
      isHidden: isHidden === true,
      isNew: false,
      ...(hasWord ? { standard: standardChoice(value) } : {}),
    };
  });
}

export function newChoice(label: string, isStandard: boolean): ChoiceDraft {
  const id = newElementId();
  return { value: isStandard ? `+${id}` : id, label, isHidden: false, isNew: true };
}

/** Lines without a name are none, unless the program has a word for them. */
export function writtenChoices(drafts: readonly ChoiceDraft[]): readonly ChoiceDraft[] {
  return drafts.filter((draft) => nameOfChoice(draft) !== '');
}

export function nameOfChoice({ label, standard }: ChoiceDraft): string {
  return label.trim() === '' ? (standard ?? '') : label.trim();
}

/** Nothing to choose from, or one name twice; undefined where all is well. */
export function choicesProblem(drafts: readonly ChoiceDraft[]): ChoicesProblem | undefined {
  const names = writtenChoices(drafts).map(nameOfChoice);
  if (names.length === 0) return { type: 'none' };
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? undefined : { type: 'twice', label: twice };
}

/** What the setting of a field's choices holds after an edit. Labels only of standard fields: a custom field has its own. */
export function choiceListValue(drafts: readonly ChoiceDraft[], isStandard: boolean): Json {
  const written = writtenChoices(drafts);
  const named = isStandard ? written.filter((draft) => draft.label.trim() !== '') : [];
  return {
    order: written.map((draft) => draft.value),
    hidden: written.filter((draft) => draft.isHidden).map((draft) => draft.value),
    labels: Object.fromEntries(named.map((draft) => [draft.value, draft.label.trim()])),
  };
}
