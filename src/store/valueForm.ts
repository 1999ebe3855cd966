import { isRecordId, isVersion, kindOfId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { fieldOf, type FieldDef, type ObjectKind } from '../domain/objects.ts';
import { isMergeable, mergedIntoRegister, otherOfRegister } from '../domain/merging.ts';
import { hasLines, lineFields } from '../domain/order.ts';
import { deletedRegister } from '../domain/record.ts';
import { maxLongTextLength } from '../domain/validate.ts';

/** Largest value of one register or base: letters of texts and names, and 8 for anything else. */
const maxValueSize = 8 << 20;
const maxDepth = 24;
const maxFields = 500;
const maxRegisterLength = 200;
const maxTime = 8.64e15;

/**
 * What is wrong with a base that another device sent, `[values, at, author, batch?]`, or undefined. Values are held to the
 * types of their fields, not to the rules of forms; fields that this code does not know may hold any plain JSON.
 */
export function baseProblem(kind: ObjectKind, base: unknown): string | undefined {
  if (!Array.isArray(base) || base.length < 3 || base.length > 4) return 'a base has three or four parts';
  const [values, at, author, batch] = base as unknown[];
  if (!isPlainObject(values)) return 'values are no object';
  const entries = Object.entries(values);
  if (entries.length > maxFields) return 'too many fields';
  if (!isTime(at)) return 'the time is no time';
  if (!isId(author, 'member')) return 'the author is no member';
  if (base.length === 4 && !isId(batch, 'batch')) return 'the batch is no batch';
  const problem = plainProblem(values);
  if (problem !== undefined) return problem;
  for (const [key, value] of entries) {
    if (!isBaseValue(kind, key, value as Json)) return `wrong type in field ${key}`;
  }
  return undefined;
}

/** The same for a candidate, `[value, at, author, restores?]`. */
export function candidateProblem(kind: ObjectKind, register: string, candidate: unknown): string | undefined {
  if (!Array.isArray(candidate) || candidate.length < 3 || candidate.length > 4) {
    return 'a candidate has three or four parts';
  }
  const [value, at, author, restores] = candidate as unknown[];
  if (!isTime(at)) return 'the time is no time';
  if (!isId(author, 'member')) return 'the author is no member';
  if (candidate.length === 4 && !(typeof restores === 'string' && isVersion(restores))) {
    return 'what it restores is no version';
  }
  const problem = plainProblem(value);
  if (problem !== undefined) return problem;
  return isRegisterValue(kind, register, value as Json) ? undefined : `wrong type in register ${register}`;
}

/** A mark of erasure, `[true, at, author]`. */
export function isErasureMark(mark: unknown): boolean {
  if (!Array.isArray(mark) || mark.length !== 3) return false;
  return mark[0] === true && isTime(mark[1]) && isId(mark[2], 'member');
}

/** True for a name that registers may have: not empty, and nothing that every object has already. */
export function isRegisterName(name: string): boolean {
  if (name === '' || name.length > maxRegisterLength || name.includes('@') || name.startsWith('!'))
    return false;
  return !isReserved(name) && name.split('/').every((part) => part !== '' && !isReserved(part));
}

export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= maxTime;
}

export function isId(value: unknown, kind: ObjectKind): boolean {
  return typeof value === 'string' && value.length <= 40 && isRecordId(value) && kindOfId(value) === kind;
}

/** Why a decoded value is no plain JSON of a reasonable size; undefined where it is. */
export function plainProblem(value: unknown): string | undefined {
  const budget = { left: maxValueSize };
  return walk(value, 0, budget) ?? (budget.left < 0 ? 'too large' : undefined);
}

function walk(value: unknown, depth: number, budget: { left: number }): string | undefined {
  if (depth > maxDepth) return 'nested too deeply';
  if (budget.left < 0) return 'too large';
  budget.left -= typeof value === 'string' ? value.length : 8;
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'not a number';
  if (Array.isArray(value)) {
    for (const part of value as readonly unknown[]) {
      const problem = walk(part, depth + 1, budget);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  if (!isPlainObject(value)) return 'not plain JSON';
  for (const key of Object.keys(value)) {
    budget.left -= key.length;
    const problem = isReserved(key) ? 'a reserved name' : walk(value[key], depth + 1, budget);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** A decoder that meets the name `__proto__` changes the object's prototype instead. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function isReserved(name: string): boolean {
  return name in Object.prototype;
}

function isBaseValue(kind: ObjectKind, key: string, value: Json): boolean {
  if (hasLines(kind) && key === 'lines') return Array.isArray(value) && value.every(isStoredLine);
  const field = fieldOf(kind, key);
  if (field === undefined || value === null) return true;
  if (field.type === 'set') return Array.isArray(value) && value.every(isText);
  return isFieldValue(field, value);
}

function isRegisterValue(kind: ObjectKind, register: string, value: Json): boolean {
  const [key = '', element, part] = register.split('/');
  if (value === null) return true;
  if (hasLines(kind) && key === 'lines' && part !== undefined) return isLineValue(part, value);
  if (register === deletedRegister) return typeof value === 'boolean';
  if (isMergeable(kind)) {
    if (register === mergedIntoRegister) return isId(value, kind);
    const other = otherOfRegister(register);
    if (other !== undefined) return value === true && isId(other.id, kind);
  }
  const field = fieldOf(kind, key);
  if (field === undefined) return true;
  if (field.type === 'set') return element !== undefined && (value === true || isText(value));
  return element === undefined && isFieldValue(field, value);
}

function isFieldValue(field: FieldDef, value: Json): boolean {
  switch (field.type) {
    case 'text':
    case 'longText':
    case 'document':
    case 'date':
    case 'choice':
    case 'reference':
      return isText(value);
    case 'number':
    case 'integer':
    case 'unitPrice':
    case 'instant':
      return typeof value === 'number';
    case 'money':
      return isPlainObject(value) && typeof value['minor'] === 'number' && isText(value['currency']);
    case 'boolean':
      return typeof value === 'boolean';
    case 'json':
      return true;
    case 'set':
    case 'formula':
      return false;
  }
}

/** A line as `toStoredLine` writes it. */
function isStoredLine(line: Json): boolean {
  if (!Array.isArray(line) || line.length < 3 || line.length > 6) return false;
  const [product, quantity, price, discount = 0, text = null, tax = 0] = line as readonly Json[];
  const areNumbers = [quantity, price, discount, tax].every((part) => typeof part === 'number');
  return areNumbers && (product === null || isText(product)) && (text === null || isText(text));
}

function isLineValue(part: string, value: Json): boolean {
  if (part === 'removed') return typeof value === 'boolean';
  if (!lineFields.some((field) => field === part)) return true;
  return part === 'product' || part === 'text' ? isText(value) : typeof value === 'number';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxLongTextLength;
}
