/** True for a text that begins as records do: `[{` or `{"`. */
export function looksLikeJson(start: string, name: string): boolean {
  if (/\.(?:json|jsonl|ndjson)(?:\.gz)?$/i.test(name)) return true;
  return /^\ufeff?\s*(?:\[\s*\{\s*["}]|\{\s*")/.test(start);
}
