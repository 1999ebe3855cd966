/** What a relay allows; `configuration.ts` says where the numbers come from. Times in ms. */
export interface RelayOptions {
  /** Who may make a workspace: anybody, nobody, or who has opened the address with the token. */
  readonly workspaces: 'open' | 'closed' | 'token';
  readonly createToken: string;
  /** For each address. */
  readonly newWorkspacesPerHour: number;
  /** For each workspace; 0 for no limit. */
  readonly quotaBytes: number;
  /** For each device. */
  readonly entriesPerSecond: number;
  readonly entriesBurst: number;
  readonly bytesPerSecond: number;
  readonly bytesBurst: number;
  readonly livePerSecond: number;
  readonly controlsPerSecond: number;
  readonly connections: number;
  readonly connectionsPerAddress: number;
  readonly connectionsPerDevice: number;
  readonly connectsPerSecond: number;
  readonly helloTimeoutMs: number;
  /** A device that takes nothing of what waits for it for so long is too slow. */
  readonly stallTimeoutMs: number;
  readonly pingIntervalMs: number;
  /** What may wait for one device. */
  readonly bufferBytes: number;
  readonly oldestVersion: number;
  /** Other origins than its own whose pages may connect. */
  readonly origins: readonly string[];
  /** The last address in `X-Forwarded-For` is the client's. */
  readonly isBehindProxy: boolean;
}
