import type { Refusal } from './admission.ts';
import type { RelayRefusal } from './frames.ts';
import { operationRules } from './membership.ts';
import { countPart, partsOf, textPart, whole, wordPart } from './parts.ts';

/** Why the relay did not take an entry, as it says so; undefined where it is none of the reasons that there are. */
export function readRefusal(value: unknown): Refusal | RelayRefusal | undefined {
  const parts = partsOf(value);
  const type = parts?.get('type');
  if (parts === undefined) return undefined;
  switch (type) {
    case 'workspace':
    case 'unknown-device':
    case 'removed-device':
    case 'role':
    case 'previous-hash':
    case 'signature':
    case 'fork':
    case 'storage':
      return { type };
    case 'malformed':
      return whole({ type, detail: textPart(parts, 'detail', 200) });
    case 'operation':
      return whole({ type, rule: wordPart(parts, 'rule', operationRules) });
    case 'unknown-kind':
      return whole({ type, kind: countPart(parts, 'kind', 255) });
    case 'epoch':
      return whole({ type, current: countPart(parts, 'current', 0xffff_ffff) });
    case 'gap':
      return whole({ type, expected: countPart(parts, 'expected') });
    case 'not-next':
      return whole({ type, last: countPart(parts, 'last') });
    case 'quota':
      return whole({
        type,
        usedBytes: countPart(parts, 'usedBytes'),
        quotaBytes: countPart(parts, 'quotaBytes'),
      });
    case 'rate':
      return whole({ type, retryAfterMs: countPart(parts, 'retryAfterMs') });
    default:
      return undefined;
  }
}
