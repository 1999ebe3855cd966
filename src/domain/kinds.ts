/** The objects of a book. What fields they have stands in `objects.ts`. */
export type ObjectKind =
  | 'member'
  | 'account'
  | 'contact'
  | 'lead'
  | 'deal'
  | 'product'
  | 'quote'
  | 'order'
  | 'payment'
  | 'activity'
  | 'need'
  | 'task'
  | 'behaviour'
  | 'segment'
  | 'tag'
  | 'batch'
  /** A table that somebody keeps beside the objects, and its rows, many to a part. */
  | 'table'
  | 'tablePart'
  | 'field'
  | 'view'
  | 'setting'
  /** An analysis that was made: what was asked, how, and what came out. */
  | 'run'
  /** A question about many records: what is counted or summed, by what, and how it is drawn. */
  | 'report';

export type FieldType =
  | 'text'
  | 'longText'
  | 'number'
  | 'integer'
  | 'money'
  | 'unitPrice'
  | 'date'
  /** A moment, ms since 1970. */
  | 'instant'
  | 'choice'
  | 'boolean'
  | 'reference'
  | 'set'
  /** A text that several people may write at once: its base is what it was created with, the rest a document of its own. */
  | 'document'
  /** Computed from other fields of the record and never stored. */
  | 'formula'
  | 'json';

/** What the elements of a `set` are. Tags, choices and references are their own element ids; texts get random ones. */
export type ElementType = 'text' | 'phone' | 'email' | 'tag' | 'choice' | 'reference';

export interface FieldDef {
  readonly key: string;
  readonly type: FieldType;
  readonly element?: ElementType;
  /** For references: the kind they point to. */
  readonly to?: ObjectKind;
  readonly choices?: readonly string[];
  /** Its choices are those of another field of the kind, in their order and under their names. */
  readonly choicesOf?: string;
  /** A book may add choices of its own: the program's rules do not read them. */
  readonly extensible?: boolean;
  readonly required?: boolean;
  /** Given by the program to a new record where a person gives none. */
  readonly drawn?: boolean;
  /** Form of a text that validation knows; of other fields, what a form offers beside it. */
  readonly format?: 'phone' | 'email' | 'url' | 'currency' | 'code' | 'time' | 'repeat' | 'due' | 'reminder';
  readonly min?: number;
  readonly max?: number;
  /** Shown as a column unless the person chooses otherwise. */
  readonly listed?: boolean;
  /** May be set on many records at once. */
  readonly bulk?: boolean;
  /** Not offered in forms and imports: written by commands only. */
  readonly internal?: boolean;
  /** Of plain data: texts in it that look like ids are none. */
  readonly verbatim?: boolean;
  /** Internal, but part of what is exported and imported. */
  readonly exchanged?: boolean;
}
