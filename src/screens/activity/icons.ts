import type { ActivityType } from '../../domain/objects.ts';
import type { IconName } from '../../ui/icons.ts';

export const activityIcons = {
  call: 'phone',
  mail: 'mail',
  chat: 'chat',
  visit: 'visit',
  meeting: 'customers',
  note: 'note',
} as const satisfies Record<ActivityType, IconName>;
