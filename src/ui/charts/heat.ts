/** One cell of a heat map. */
export interface HeatCell {
  readonly text: string;
  /** 0 for an empty cell, else 1 (palest) to 5. */
  readonly level: 0 | 1 | 2 | 3 | 4 | 5;
  /** What the colour says, for a tooltip and screen readers. */
  readonly note: string;
  readonly isPicked: boolean;
}

export interface HeatRow {
  readonly label: string;
  readonly cells: readonly HeatCell[];
}

/** Levels 1 to 5 of amounts on a logarithmic scale between the least and the most; 0 for none. */
export function heatLevels(amounts: readonly number[]): HeatCell['level'][] {
  const positive = amounts.filter((amount) => amount > 0);
  const low = Math.log(Math.min(...positive));
  const span = Math.log(Math.max(...positive)) - low;
  return amounts.map((amount) => {
    if (!(amount > 0)) return 0;
    const share = span === 0 ? 1 : (Math.log(amount) - low) / span;
    return (Math.min(4, Math.floor(share * 5)) + 1) as HeatCell['level'];
  });
}
