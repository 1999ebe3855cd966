const colors = ['--chart-1', '--chart-2', '--chart-3', '--chart-4', '--chart-5'] as const;

/** Groups that are drawn in colours of their own, the largest; others share the grey. */
export const colouredGroups = colors.length;

export function groupColor(group: number): `--${string}` {
  return group < 0 ? '--chart-grey' : (colors[group] ?? '--chart-grey');
}

/** Grey groups by triangles; what is in no group by squares. */
export function groupShape(group: number): 'circle' | 'rect' | 'triangle' {
  if (group < 0) return 'rect';
  return group < colouredGroups ? 'circle' : 'triangle';
}
