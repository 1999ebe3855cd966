export const dateStyles = ['auto', 'ymd', 'dmy', 'mdy'] as const;
export type DateStyle = (typeof dateStyles)[number];
export const numberStyles = ['auto', 'comma', 'point', 'space'] as const;
export type NumberStyle = (typeof numberStyles)[number];
export const clockStyles = ['h23', 'h12'] as const;
type ClockStyle = (typeof clockStyles)[number];

/** How dates, numbers and times of day are written on this device; `auto` is as the language has it. */
interface FormatChoice {
  readonly date: DateStyle;
  readonly number: NumberStyle;
  readonly clock: ClockStyle;
}

const storageKey = 'rapport.formats';
const standard: FormatChoice = { date: 'auto', number: 'auto', clock: 'h23' };

let choice = $state.raw<FormatChoice>(readChoice());

export function formatChoice(): FormatChoice {
  return choice;
}

export function setFormatChoice(next: Partial<FormatChoice>): void {
  choice = { ...choice, ...next };
  try {
    localStorage.setItem(storageKey, JSON.stringify(choice));
  } catch {
    // Without storage the choice lasts until the page closes.
    return;
  }
}

function readChoice(): FormatChoice {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Readonly<Record<string, unknown>>;
    return {
      date: dateStyles.find((each) => each === kept['date']) ?? standard.date,
      number: numberStyles.find((each) => each === kept['number']) ?? standard.number,
      clock: clockStyles.find((each) => each === kept['clock']) ?? standard.clock,
    };
  } catch {
    return standard;
  }
}
