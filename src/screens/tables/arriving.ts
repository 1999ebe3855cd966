/** A file that another page hands to the page of tables. */
let waiting: File | undefined;

export function handOver(file: File): void {
  waiting = file;
}

/** The file that was handed over, once. */
export function takeHandedOver(): File | undefined {
  const file = waiting;
  waiting = undefined;
  return file;
}
