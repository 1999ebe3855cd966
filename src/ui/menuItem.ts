import type { IconName } from './icons.ts';

export interface MenuItem {
  id: string;
  label: string;
  icon?: IconName;
  key?: string;
  /** A line above the item starts a new group. */
  divides?: boolean;
  danger?: boolean;
  checked?: boolean;
  lang?: string | undefined;
  /** The item is a link, such as to the telephone. */
  href?: string;
  /** The record that the link is about. */
  about?: string | undefined;
  onselect?: () => void;
}
