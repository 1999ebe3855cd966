import { choicesSetting, layoutSetting, settingsOf, type BookSettings } from '../../domain/bookSettings.ts';
import { arrangedChoices, choiceListOf, type Choice } from '../../domain/choiceLists.ts';
import { localDate } from '../../domain/dates.ts';
import { definitionsOf, type CustomDefinition } from '../../domain/customDefinitions.ts';
import { isCustomKey } from '../../domain/customFields.ts';
import { layoutOf, placeFields, type FieldLayout, type FieldPlace } from '../../domain/fieldLayout.ts';
import { modulesOff, modulesSetting } from '../../domain/modules.ts';
import { pipelinesOf, pipelinesSetting, type Pipeline } from '../../domain/pipelines.ts';
import { workingHoursOf, workingHoursSetting, type WorkingHours } from '../../domain/workingHours.ts';
import { loadOnce } from '../../domain/loadOnce.ts';
import { fieldsOf, type FieldDef, type ObjectKind } from '../../domain/objects.ts';
import type * as Formulas from '../../domain/formulaSet.ts';
import type { FormulaSet } from '../../domain/formulaSet.ts';
import type { RecordRow, Values } from '../../domain/record.ts';
import { fieldTexts } from '../../i18n/fields.ts';
import { currentLanguage, t } from '../../i18n/language.svelte.ts';
import { columnsOf, isColumn, type ListedKind } from '../../read/listQuery.ts';

/** A choice as a person reads it. */
export interface ChoiceOption extends Choice {
  readonly label: string;
}

/** A field as screens show it: standard or custom, in the words of the language on screen. */
export interface ShownField extends FieldDef {
  readonly label: string;
  readonly help?: string;
  /** All choices in the book's order, those no longer offered too; for fields of choices only. */
  readonly options?: readonly ChoiceOption[];
  /** Absent for standard fields. */
  readonly custom?: CustomDefinition;
}

/** Where the definitions stand: rows of `field` and `setting` records. */
interface DefinitionSource {
  readonly fields: readonly RecordRow[];
  readonly settings: readonly RecordRow[];
}

const words = t(fieldTexts);

const noFormulas: FormulaSet = { formulas: [], problems: new Map() };

/** What fields the objects of the book have, how they are called and where they stand. Everything in it follows the book and the language. */
export class Definitions {
  readonly #source: DefinitionSource;
  readonly #settings = $derived.by<BookSettings>(() => settingsOf(this.#source.settings));
  readonly #custom = $derived.by<readonly CustomDefinition[]>(() => definitionsOf(this.#source.fields));
  readonly #labelsByField = $derived.by(() => this.#choiceLabels());
  readonly #fieldsByKind = $derived.by(() => this.#made((kind: ObjectKind) => this.#shownFields(kind)));
  readonly #placesByKind = $derived.by(() =>
    this.#made((kind: ObjectKind) => {
      const fields = this.fields(kind).filter(({ to }) => to === undefined || !this.#off.has(to));
      return placeFields(kind, fields, this.layout(kind)) as Readonly<
        Record<FieldPlace, readonly ShownField[]>
      >;
    }),
  );
  readonly #columnsByKind = $derived.by(() =>
    this.#made((kind: ListedKind): ReadonlyMap<string, ShownField> => {
      const fields = this.fields(kind);
      const shown = (column: FieldDef): ShownField =>
        fields.find((field) => field.key === column.key) ?? this.#shown(kind, column);
      const custom = fields.filter((field) => field.custom !== undefined && isColumn(field));
      const columns = [...columnsOf(kind).map(shown), ...custom];
      return new Map(columns.map((column) => [column.key, column]));
    }),
  );

  readonly #formulasByKind = $derived.by(() => {
    // Read here: what was made before the compiler came is made anew.
    const compiler = this.#compiler;
    return this.#made((kind: ObjectKind) => this.#formulasOf(kind, compiler));
  });
  /** The compiler of formulas is loaded for books that have any. */
  #compiler = $state.raw<typeof Formulas>();
  readonly #loadCompiler = loadOnce(async () => {
    this.#compiler = await import('../../domain/formulaSet.ts');
  });

  readonly #off = $derived.by(() => modulesOff(this.#settings.get(modulesSetting)?.value));

  constructor(source: DefinitionSource) {
    this.#source = source;
  }

  /** True for an object that the book has switched off: navigation and forms leave it out, its records stay. */
  isOff(kind: string): boolean {
    return this.#off.has(kind);
  }

  get pipelines(): readonly [Pipeline, ...Pipeline[]] {
    return pipelinesOf(this.#settings.get(pipelinesSetting)?.value);
  }

  get workingHours(): WorkingHours {
    return workingHoursOf(this.#settings.get(workingHoursSetting)?.value);
  }

  get settings(): BookSettings {
    return this.#settings;
  }

  /** Custom fields that are not deleted, of one object or of all, in the order in which they were made. */
  custom(kind?: ObjectKind): readonly CustomDefinition[] {
    return kind === undefined ? this.#custom : this.#custom.filter((each) => each.kind === kind);
  }

  /** Every field a person may see of an object, standard ones first. */
  fields(kind: ObjectKind): readonly ShownField[] {
    return this.#fieldsByKind.get(kind);
  }

  field(kind: ObjectKind, key: string): ShownField | undefined {
    return this.fields(kind).find((field) => field.key === key);
  }

  /** The fields where the book has put them. */
  places(kind: ObjectKind): Readonly<Record<FieldPlace, readonly ShownField[]>> {
    return this.#placesByKind.get(kind);
  }

  /** Fields of a record's page in order; those that the book has hidden are left out. */
  recordFields(kind: ObjectKind): readonly ShownField[] {
    const { main, more } = this.places(kind);
    return [...main, ...more];
  }

  /** Columns of a list to choose from, and to filter by: stored, computed and custom. */
  columns(kind: ListedKind): readonly ShownField[] {
    return [...this.#columnsByKind.get(kind).values()];
  }

  column(kind: ListedKind, key: string): ShownField | undefined {
    return this.#columnsByKind.get(kind).get(key);
  }

  /** Columns that the book shows at first; empty where it has not said. */
  firstColumns(kind: ListedKind): readonly string[] {
    const known = this.#columnsByKind.get(kind);
    return this.layout(kind).columns.filter((key) => known.has(key));
  }

  layout(kind: ObjectKind): FieldLayout {
    return layoutOf(this.#settings.get(layoutSetting(kind))?.value);
  }

  /** The formulas of an object, ready to be computed, and what is wrong with those that cannot be; none until they are loaded. */
  formulas(kind: ObjectKind): FormulaSet {
    return this.#formulasByKind.get(kind);
  }

  /** Waits for the formulas of an object, if it has any. */
  async formulasLoaded(kind: ObjectKind): Promise<void> {
    if (this.#hasFormulas(kind)) await this.#loadCompiler();
  }

  /** A record's values and what its formulas give today. */
  computed(kind: ObjectKind, values: Values): Values {
    const set = this.formulas(kind);
    return this.#compiler?.withFormulas(values, set, localDate(Date.now())) ?? values;
  }

  /** How the choices of a field are called, by value; undefined for fields without choices. */
  labelsOf(kind: ObjectKind, { key }: FieldDef): ReadonlyMap<string, string> | undefined {
    const options = this.field(kind, key)?.options;
    return options === undefined ? undefined : new Map(options.map(({ value, label }) => [value, label]));
  }

  /** The label of a choice that the book names itself; undefined where the program's word counts. */
  choiceLabel(field: FieldDef, value: string): string | undefined {
    if ('options' in field) return (field as ShownField).options?.find((each) => each.value === value)?.label;
    const key = isCustomKey(field.key) ? field.key : field;
    return this.#labelsByField.get(key)?.get(value);
  }

  /** What the book calls a custom field; undefined for one that is deleted or unknown. */
  customLabel(key: string): string | undefined {
    return this.#custom.find((definition) => definition.field.key === key)?.name;
  }

  /** A map whose values are made when they are first asked for, and all anew when the book or the language changes. */
  #made<K, V>(make: (key: K) => V): LazyMap<K, V> {
    // Read here, because what is made later is made outside the derivation that holds the map.
    void [this.#custom, this.#settings, currentLanguage()];
    return new LazyMap(make);
  }

  #formulasOf(kind: ObjectKind, compiler: typeof Formulas | undefined): FormulaSet {
    if (!this.#hasFormulas(kind)) return noFormulas;
    this.#loadCompiler().catch(() => undefined);
    const labelsOf = (field: FieldDef) => this.labelsOf(kind, field);
    return compiler?.compileFormulas(kind, this.custom(kind), labelsOf) ?? noFormulas;
  }

  #hasFormulas(kind: ObjectKind): boolean {
    return this.custom(kind).some(({ formula }) => formula !== undefined);
  }

  #shownFields(kind: ObjectKind): readonly ShownField[] {
    const standard = fieldsOf(kind).filter((field) => field.internal !== true && field.type !== 'json');
    return [
      ...standard.map((field) => this.#shown(kind, field)),
      ...this.custom(kind).map((definition) => this.#shown(kind, definition.field, definition)),
    ];
  }

  #shown(kind: ObjectKind, field: FieldDef, custom?: CustomDefinition): ShownField {
    const options = this.#options(kind, field, custom);
    return {
      ...field,
      label: custom?.name ?? standardLabel(kind, field.key),
      ...(custom?.help === undefined ? {} : { help: custom.help }),
      ...(options === undefined ? {} : { options, choices: options.map((option) => option.value) }),
      ...(custom === undefined ? {} : { custom }),
    };
  }

  #options(
    kind: ObjectKind,
    field: FieldDef,
    custom?: CustomDefinition,
  ): readonly ChoiceOption[] | undefined {
    if (field.choices === undefined) return undefined;
    const list = choiceListOf(this.#settings.get(choicesSetting(kind, field.key))?.value);
    const choices = custom?.choices ?? field.choices.map((value): Choice => ({ value }));
    return arrangedChoices(choices, list).map((choice) => ({
      ...choice,
      label: choice.label ?? standardChoice(choice.value),
    }));
  }

  #choiceLabels(): ReadonlyMap<FieldDef | string, ReadonlyMap<string, string>> {
    const labels = new Map<FieldDef | string, ReadonlyMap<string, string>>();
    for (const { field, choices } of this.#custom)
      labels.set(field.key, new Map(choices.map(({ value, label }) => [value, label ?? value])));
    for (const [name, { value }] of this.#settings) {
      const [, kind = '', key = ''] = /^choices:(\w+)\.(\w+)$/.exec(name) ?? [];
      const own = new Map(Object.entries(choiceListOf(value).labels));
      for (const field of fieldsOf(kind as ObjectKind) ?? [])
        if (field.key === key || field.choicesOf === key) labels.set(field, own);
    }
    return labels;
  }
}

/** The name of a standard field or computed column; a key that has no text shows itself. */
export function standardLabel(kind: ObjectKind, key: string): string {
  const labels: Readonly<Record<string, string>> = words[kind];
  return labels[key] ?? key;
}

/** The program's word for a choice; a value that it does not know shows itself. */
export function standardChoice(value: string): string {
  const labels: Readonly<Record<string, string>> = words.choices;
  return labels[value] ?? value;
}

let current = $state.raw(new Definitions({ fields: [], settings: [] }));

/** The definitions of the book on this page. */
export function definitions(): Definitions {
  return current;
}

/** Called once, when the page has opened its book. */
export function provideDefinitions(source: DefinitionSource): void {
  current = new Definitions(source);
}

class LazyMap<K, V> {
  readonly #made = new Map<K, V>();
  readonly #make: (key: K) => V;

  constructor(make: (key: K) => V) {
    this.#make = make;
  }

  get(key: K): V {
    let value = this.#made.get(key);
    if (value === undefined) {
      value = this.#make(key);
      this.#made.set(key, value);
    }
    return value;
  }
}
