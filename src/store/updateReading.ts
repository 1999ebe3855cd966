import type * as Y from 'yjs';
import { takeApart, type UpdateParts } from './updateParts.ts';

/** Who has signed an update. */
export interface Signer {
  readonly device: number;
  readonly founder?: boolean;
  readonly role: 'owner' | 'editor' | 'viewer';
}

/** What a record update broke: ARCHITECTURE, "Form of a record update". */
export type FormRule =
  | 'not-an-update'
  | 'shard'
  | 'role'
  | 'struct'
  | 'root'
  | 'client'
  | 'key'
  | 'value'
  | 'size'
  | 'written-twice'
  | 'base-elsewhere'
  | 'base-deleted'
  | 'erasure';

const maxUpdateBytes = 16 << 20;
const maxStructs = 200_000;

/** Thrown within a check: the rule that the update broke. */
export class Refused extends Error {
  readonly rule: FormRule;

  constructor(rule: FormRule, detail: string) {
    super(detail);
    this.rule = rule;
  }
}

/** Takes an update apart. Throws `Refused`. */
export function decoded(bytes: Uint8Array, Decoder?: typeof Y.UpdateDecoderV1): UpdateParts {
  if (bytes.length > maxUpdateBytes) throw new Refused('size', `${bytes.length} bytes`);
  try {
    const parts = takeApart(bytes, Decoder);
    if (parts.structs.length > maxStructs) throw new Refused('size', `${parts.structs.length} structs`);
    return parts;
  } catch (thrown) {
    if (thrown instanceof Refused) throw thrown;
    throw new Refused('not-an-update', String(thrown));
  }
}
