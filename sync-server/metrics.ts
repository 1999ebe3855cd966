/** Counters, gauges and histograms in the text format of Prometheus (version 0.0.4). */
export class Metrics {
  readonly #counters = new Map<string, Map<string, number>>();
  readonly #histograms = new Map<string, { counts: number[]; sum: number; count: number }>();
  readonly #gauges = new Map<string, () => number>();

  count(name: CounterName, label = '', by = 1): void {
    const values = this.#counters.get(name) ?? new Map<string, number>();
    values.set(label, (values.get(label) ?? 0) + by);
    this.#counters.set(name, values);
  }

  /** Seconds. */
  observe(name: HistogramName, seconds: number): void {
    const found = this.#histograms.get(name) ?? { counts: buckets.map(() => 0), sum: 0, count: 0 };
    const at = buckets.findIndex((most) => seconds <= most);
    if (at >= 0) found.counts[at] = (found.counts[at] ?? 0) + 1;
    found.sum += seconds;
    found.count++;
    this.#histograms.set(name, found);
  }

  /** `read` is called each time somebody looks. */
  gauge(name: string, read: () => number): void {
    this.#gauges.set(name, read);
  }

  text(): string {
    const lines: string[] = [];
    for (const [name, { help, label }] of Object.entries(counters)) {
      lines.push(`# HELP rapport_${name} ${help}`, `# TYPE rapport_${name} counter`);
      const values = this.#counters.get(name) ?? (label === undefined ? new Map([['', 0]]) : new Map());
      for (const [value, count] of values as Map<string, number>) {
        lines.push(`rapport_${name}${label === undefined ? '' : `{${label}="${value}"}`} ${count}`);
      }
    }
    for (const [name, read] of this.#gauges) {
      lines.push(`# TYPE rapport_${name} gauge`, `rapport_${name} ${read()}`);
    }
    for (const [name, help] of Object.entries(histograms)) {
      lines.push(`# HELP rapport_${name} ${help}`, `# TYPE rapport_${name} histogram`);
      lines.push(...this.#histogramLines(name));
    }
    return `${lines.join('\n')}\n`;
  }

  #histogramLines(name: string): string[] {
    const { counts, sum, count } = this.#histograms.get(name) ?? { counts: [], sum: 0, count: 0 };
    let below = 0;
    const cumulated = buckets.map((most, i) => {
      below += counts[i] ?? 0;
      return `rapport_${name}_bucket{le="${most}"} ${below}`;
    });
    return [
      ...cumulated,
      `rapport_${name}_bucket{le="+Inf"} ${count}`,
      `rapport_${name}_sum ${sum}`,
      `rapport_${name}_count ${count}`,
    ];
  }
}

const counters = {
  entries_stored_total: { help: 'Entries stored and acknowledged.', label: undefined },
  bytes_stored_total: { help: 'Bytes of the entries stored.', label: undefined },
  entries_refused_total: { help: 'Entries refused, by reason.', label: 'reason' },
  entries_delivered_total: { help: 'Entries sent to devices that had caught up.', label: undefined },
  entries_read_total: { help: 'Entries sent to devices that catch up.', label: undefined },
  connections_total: { help: 'Connections accepted.', label: undefined },
  connections_closed_total: { help: 'Connections ended by the relay, by reason.', label: 'reason' },
  cursors_total: { help: 'Cursors of devices taken.', label: undefined },
  live_frames_total: { help: 'Live frames forwarded or dropped.', label: 'outcome' },
  commits_total: { help: 'Transactions, by outcome.', label: 'outcome' },
  workspaces_made_total: { help: 'Workspaces made.', label: undefined },
} as const;

const histograms = {
  commit_seconds: 'From the begin of a transaction until it is on disk.',
  acknowledge_seconds: 'From the arrival of an entry until it is acknowledged.',
} as const;

export type CounterName = keyof typeof counters;
export type HistogramName = keyof typeof histograms;

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10];
