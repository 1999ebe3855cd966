import type { IconName } from '../ui/icons.ts';

/** A message about the whole application, above the screen until it is dealt with. */
export interface Banner {
  readonly id: string;
  readonly tone: 'plain' | 'warn' | 'bad' | 'accent';
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  /** Share done, 0 to 1, of work in progress. */
  readonly share?: number | undefined;
  readonly actions: readonly BannerAction[];
  readonly ondismiss?: () => void;
}

export interface BannerAction {
  readonly label: string;
  readonly isMain: boolean;
  readonly run: () => void;
}
