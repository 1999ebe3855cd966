const tones: Readonly<Record<string, 'ok' | 'accent' | 'plain'>> = {
  ...{ done: 'ok', accepted: 'ok', converted: 'ok' },
  ...{ open: 'accent', sent: 'accent', working: 'accent', planned: 'accent' },
};

/** The colour that repeats what the words of a status say. */
export function statusTone(status: string): 'ok' | 'accent' | 'plain' {
  return tones[status] ?? 'plain';
}
