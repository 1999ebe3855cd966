import { dashboardPeriods, type DashboardPeriod } from './dashboard.ts';

/** The period that this device last looked at; its key names the book and goes with it. */
const keyOf = (book: string): string => `rapport.dashboard.${book}`;

export function keptPeriod(book: string): DashboardPeriod {
  try {
    const kept = localStorage.getItem(keyOf(book));
    return dashboardPeriods.find((each) => each === kept) ?? 'year';
  } catch {
    return 'year';
  }
}

export function keepPeriod(book: string, period: DashboardPeriod): void {
  try {
    localStorage.setItem(keyOf(book), period);
  } catch {
    // Without storage the choice lasts until the page closes.
    return;
  }
}
