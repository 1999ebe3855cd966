import type { IsoDate } from './dates.ts';
import {
  choiceNamed,
  compileFormula,
  type CompiledFormula,
  type FormulaField,
  type FormulaProblem,
} from './formula.ts';
import { parseFormula, readTokens, type FormulaNode } from './formulaSyntax.ts';
import type { CustomDefinition } from './customDefinitions.ts';
import type { Json } from './json.ts';
import { fieldsOf, type FieldDef, type ObjectKind } from './objects.ts';
import type { Values } from './record.ts';
import { err, ok, type Result } from './result.ts';

/** The formulas of one object, ready to be computed. */
export interface FormulaSet {
  /** Those that can be computed, each after the ones that it reads. */
  readonly formulas: readonly (CompiledFormula & { readonly key: string })[];
  readonly problems: ReadonlyMap<string, FormulaProblem>;
}

/** What formulas of an object may read: its standard fields and the custom ones. `labelsOf` adds how choices are called. */
export function formulaFields(
  kind: ObjectKind,
  definitions: readonly CustomDefinition[],
  labelsOf: (field: FieldDef) => ReadonlyMap<string, string> | undefined = () => undefined,
): Map<string, FormulaField> {
  const standard = fieldsOf(kind).filter((field) => field.type !== 'json' && field.internal !== true);
  const entries = standard.map((field): FormulaField => withLabels({ field }, labelsOf(field)));
  const custom = definitions.map(({ field, choices }): FormulaField => {
    const own = choices.map(({ value, label }) => [value, label ?? value] as const);
    return withLabels({ field }, labelsOf(field) ?? (own.length === 0 ? undefined : new Map(own)));
  });
  return new Map([...entries, ...custom].map((each) => [each.field.key, each]));
}

/** Compiles all formulas of an object. Those that need each other in a circle, or one that cannot be computed, are problems. */
export function compileFormulas(
  kind: ObjectKind,
  definitions: readonly CustomDefinition[],
  labelsOf?: (field: FieldDef) => ReadonlyMap<string, string> | undefined,
): FormulaSet {
  const own = definitions.filter((each) => each.kind === kind);
  const fields = formulaFields(kind, own, labelsOf);
  const texts = new Map(
    own.flatMap(({ field, formula }) => (formula === undefined ? [] : [[field.key, formula]])),
  );
  const formulas: FormulaSet['formulas'][number][] = [];
  const problems = new Map<string, FormulaProblem>();
  const state = new Map<string, 'open' | 'done'>();
  const closeCircle = (circle: readonly string[]): void => {
    circle.forEach((key, i) => {
      const next = circle[(i + 1) % circle.length];
      const place = readsOf(texts.get(key) ?? '').find(({ name }) => name === next);
      problems.set(key, { type: 'cycle', fields: circle, at: place?.at ?? 0, length: place?.length ?? 0 });
    });
  };
  const visit = (key: string, path: readonly string[]): void => {
    if (state.get(key) === 'done') return;
    const text = texts.get(key) ?? '';
    state.set(key, 'open');
    for (const { name } of readsOf(text)) {
      if (!texts.has(name)) continue;
      if (state.get(name) === 'open') {
        const circle = [...path, key];
        closeCircle(circle.slice(circle.indexOf(name)));
      } else visit(name, [...path, key]);
    }
    state.set(key, 'done');
    if (problems.has(key)) return;
    const compiled = compileFormula(text, fields);
    if (!compiled.ok) {
      problems.set(key, compiled.error);
      return;
    }
    const failed = compiled.value.reads.find((read) => problems.has(read));
    if (failed !== undefined) {
      const place = readsOf(text).find(({ name }) => name === failed);
      problems.set(key, {
        type: 'unusable-field',
        name: failed,
        at: place?.at ?? 0,
        length: place?.length ?? 0,
      });
      return;
    }
    formulas.push({ ...compiled.value, key });
    const field = fields.get(key);
    if (field !== undefined) fields.set(key, { ...field, gives: compiled.value.type });
  };
  for (const key of texts.keys()) visit(key, []);
  return { formulas, problems };
}

/** A formula that is being written, beside those that stand: what is wrong with it, or what it gives. */
export function checkFormula(
  kind: ObjectKind,
  definitions: readonly CustomDefinition[],
  key: string,
  text: string,
  labelsOf?: (field: FieldDef) => ReadonlyMap<string, string> | undefined,
): Result<FormulaSet, FormulaProblem> {
  const others = definitions.filter((each) => each.field.key !== key);
  const written = { id: '', kind, type: 'formula', name: '', choices: [], formula: text } as const;
  const field: FieldDef = { key, type: 'formula' };
  const set = compileFormulas(
    kind,
    [...others, { ...written, kind: written.kind as CustomDefinition['kind'], field }],
    labelsOf,
  );
  const problem = set.problems.get(key);
  return problem === undefined ? ok(set) : err(problem);
}

/** A record's values and what its formulas give; empty results are left out. */
export function withFormulas(values: Values, { formulas }: FormulaSet, today: IsoDate): Values {
  if (formulas.length === 0) return values;
  const all: Record<string, Json> = { ...values };
  for (const { key, evaluate } of formulas) {
    const value = evaluate(all, today);
    if (value === null) delete all[key];
    else all[key] = value;
  }
  return all;
}

/** A formula as it is stored, from one as a person writes it: fields by key, compared choices by value. What is unknown stays. */
export function formulaToStored(
  text: string,
  fields: ReadonlyMap<string, FormulaField>,
  keyOf: (name: string) => string | undefined,
): string {
  const withKeys = replaceFields(text, (name) => (fields.has(name) ? name : (keyOf(name) ?? name)));
  return replaceChoices(withKeys, fields, (field, text) => choiceNamed(field, text));
}

/** A formula as a person reads it. `nameOf` gives undefined for a field whose name is not the only one. */
export function formulaToShown(
  text: string,
  fields: ReadonlyMap<string, FormulaField>,
  nameOf: (key: string) => string | undefined,
): string {
  const withLabels = replaceChoices(text, fields, ({ labels }, value) => labels?.get(value));
  return replaceFields(withLabels, (key) => {
    const name = nameOf(key);
    return name === undefined || /[{}\uFF5B\uFF5D]/.test(name) ? key : name;
  });
}

function withLabels(field: FormulaField, labels: ReadonlyMap<string, string> | undefined): FormulaField {
  return labels === undefined ? field : { ...field, labels };
}

function readsOf(text: string): readonly { name: string; at: number; length: number }[] {
  const tokens = readTokens(text);
  return tokens.ok ? tokens.value.flatMap((token) => (token.kind === 'field' ? [token] : [])) : [];
}

function replaceFields(text: string, replaced: (name: string) => string): string {
  return replaceAt(
    text,
    readsOf(text).map(({ name, at, length }) => ({ at, length, by: `{${replaced(name)}}` })),
  );
}

/** Texts that are compared with a field of choices. */
function replaceChoices(
  text: string,
  fields: ReadonlyMap<string, FormulaField>,
  replaced: (field: FormulaField, text: string) => string | undefined,
): string {
  const tree = parseFormula(text);
  if (!tree.ok) return text;
  const edits: Edit[] = [];
  const pair = (of: FormulaNode, named: FormulaNode): void => {
    if (of.kind !== 'field' || named.kind !== 'text') return;
    const field = fields.get(of.name);
    const by = field?.field.type === 'choice' ? replaced(field, named.value) : undefined;
    if (by !== undefined)
      edits.push({ at: named.at, length: named.length, by: `"${by.replaceAll('"', '""')}"` });
  };
  const walk = (node: FormulaNode): void => {
    if (node.kind === 'unary') walk(node.of);
    if (node.kind === 'call') node.given.forEach(walk);
    if (node.kind !== 'binary') return;
    pair(node.left, node.right);
    pair(node.right, node.left);
    walk(node.left);
    walk(node.right);
  };
  walk(tree.value);
  return replaceAt(
    text,
    edits.sort((a, b) => a.at - b.at),
  );
}

interface Edit {
  readonly at: number;
  readonly length: number;
  readonly by: string;
}

/** Replaces places of a text; `edits` are in order and apart. */
function replaceAt(text: string, edits: readonly Edit[]): string {
  let done = '';
  let from = 0;
  for (const { at, length, by } of edits) {
    done += text.slice(from, at) + by;
    from = at + length;
  }
  return done + text.slice(from);
}
