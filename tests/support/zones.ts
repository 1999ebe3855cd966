/** Where days begin early, late and first of all; the second changes its clocks. */
export const zones = ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati'] as const;
/** Others that change their clocks: at midnight, by half an hour, and in the other half of the world. */
export const changingZones = [
  'America/Los_Angeles',
  'Europe/Berlin',
  'America/Santiago',
  'Australia/Lord_Howe',
] as const;

const ownZone = process.env['TZ'];

/** From here on the clock on the wall is one of this zone. Throws where the runtime takes no notice. */
export function setZone(zone: string): void {
  process.env['TZ'] = zone;
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  if (timeZone !== zone) throw new Error(`the clock goes in ${timeZone}`);
}

/** To be called after each test. */
export function resetZone(): void {
  if (ownZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = ownZone;
}
