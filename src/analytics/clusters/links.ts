/** Core rows, and which of them hang together: `linked` gives any number that all rows of one cluster share, −1 for no core. */
export interface Links {
  readonly linked: Int32Array;
  /** The cluster of least number, by `numbers`, of which a core row is within eps, or −1. */
  nearestCluster(row: number, numbers: Int32Array): number;
}
