/** What a page keeps as localStorage: its keys are properties of its own, as a browser's are. */
export function pageStorage(): Record<string, unknown> {
  return Object.create({
    getItem(this: Record<string, string>, key: string) {
      return this[key] ?? null;
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      this[key] = value;
    },
    removeItem(this: Record<string, string>, key: string) {
      delete this[key];
    },
  }) as Record<string, unknown>;
}
