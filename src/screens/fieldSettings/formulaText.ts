import type { FormulaField, FormulaProblem } from '../../domain/formula.ts';
import { formulaFields } from '../../domain/formulaSet.ts';
import type { ObjectKind } from '../../domain/objects.ts';
import { fieldSettingsTexts } from '../../i18n/fieldSettings.ts';
import { t } from '../../i18n/language.svelte.ts';
import { definitions } from '../fields/definitions.svelte.ts';
import { fieldLabel } from '../fields/labels.ts';

const words = t(fieldSettingsTexts);

/** What a person may write between braces, with the field it means. */
export interface FormulaNames {
  /** By name, for names that only one field has, and by key. */
  readonly fields: ReadonlyMap<string, FormulaField>;
  readonly byKey: ReadonlyMap<string, FormulaField>;
  readonly keyOf: (name: string) => string | undefined;
  readonly nameOf: (key: string) => string | undefined;
}

/** The fields of an object as formulas name them; `without` is the formula that is being written. */
export function formulaNames(kind: ObjectKind, without: string | undefined): FormulaNames {
  const all = definitions();
  const custom = all.custom(kind).filter((definition) => definition.field.key !== without);
  const gives = new Map(all.formulas(kind).formulas.map((formula) => [formula.key, formula.type]));
  const byKey = new Map(
    [...formulaFields(kind, custom, (field) => all.labelsOf(kind, field))].map(([key, field]) => {
      const type = gives.get(key);
      return [key, type === undefined ? field : { ...field, gives: type }] as const;
    }),
  );
  const keysByName = new Map<string, string[]>();
  for (const key of byKey.keys()) {
    const name = fieldLabel(kind, key).trim().toLowerCase();
    keysByName.set(name, [...(keysByName.get(name) ?? []), key]);
  }
  const keyOf = (name: string): string | undefined => {
    const keys = keysByName.get(name.trim().toLowerCase()) ?? [];
    return keys.length === 1 ? keys[0] : undefined;
  };
  const nameOf = (key: string): string | undefined => {
    const name = fieldLabel(kind, key);
    return keyOf(name) === key ? name : undefined;
  };
  return { fields: new NamedFields(byKey, keyOf), byKey, keyOf, nameOf };
}

/** What is wrong with a formula, in words; `nameOf` says how fields are called. */
export function formulaProblemText(problem: FormulaProblem, nameOf: (key: string) => string): string {
  const said = words.formula.problems;
  const type = words.formula.types;
  switch (problem.type) {
    case 'empty':
      return said.empty;
    case 'too-long':
      return said.tooLong;
    case 'too-deep':
      return said.tooDeep;
    case 'unexpected':
      return said.unexpected(problem.found);
    case 'unfinished':
      return said.unfinished;
    case 'unclosed-text':
      return said.unclosedText;
    case 'unclosed-field':
      return said.unclosedField;
    case 'unknown-field':
      return said.unknownField(nameOf(problem.name));
    case 'unusable-field':
      return said.unusableField(nameOf(problem.name));
    case 'unknown-function':
      return said.unknownFunction(problem.name);
    case 'unknown-choice':
      return said.unknownChoice(problem.name);
    case 'arguments': {
      const { least, most } = problem;
      return said.arguments(
        problem.name,
        least === most ? String(least) : `${String(least)}–${String(most)}`,
      );
    }
    case 'wrong-type':
      return said.wrongType(type[problem.wanted], type[problem.found]);
    case 'different-types':
      return said.differentTypes(type[problem.one], type[problem.other]);
    case 'cycle':
      return said.cycle([...problem.fields, problem.fields[0] ?? ''].map(nameOf).join(' → '));
  }
}

/** Fields by key, and by their names in any case. */
class NamedFields extends Map<string, FormulaField> {
  readonly #keyOf: (name: string) => string | undefined;

  constructor(byKey: ReadonlyMap<string, FormulaField>, keyOf: (name: string) => string | undefined) {
    super(byKey);
    this.#keyOf = keyOf;
  }

  override get(name: string): FormulaField | undefined {
    return super.get(name) ?? super.get(this.#keyOf(name) ?? '');
  }
}
