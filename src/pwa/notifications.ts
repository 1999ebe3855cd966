/** `unsupported`: this browser has no notifications for web pages. */
export type NotificationState = NotificationPermission | 'unsupported';

export function notificationState(): NotificationState {
  return typeof Notification === 'undefined' ? 'unsupported' : Notification.permission;
}

/** Opens the browser's own question; to be called from a person's act only. */
export async function askForNotifications(): Promise<NotificationState> {
  if (typeof Notification === 'undefined') return 'unsupported';
  return Notification.requestPermission();
}

export interface Notice {
  readonly title: string;
  readonly text: string;
  /** Notices of one tag take each other's place, so that several tabs show one. */
  readonly tag: string;
  /** The address inside the application that a tap opens. */
  readonly href: string;
}

/** Shows a notice of the system where the person has allowed it. False where it could not be shown. */
export async function notify({ title, text, tag, href }: Notice): Promise<boolean> {
  if (notificationState() !== 'granted') return false;
  const options = { body: text, tag, icon: '/icons/icon-192.png', data: { href } };
  try {
    // Browsers of phones show notices of service workers alone.
    const registration = await navigator.serviceWorker?.getRegistration();
    if (registration !== undefined) await registration.showNotification(title, options);
    else openOnClick(new Notification(title, options), href);
    return true;
  } catch {
    return false;
  }
}

/** The number on the application's icon, where the system shows one; 0 takes it away. */
export async function showBadge(count: number): Promise<void> {
  if (!('setAppBadge' in navigator)) return;
  try {
    await (count === 0 ? navigator.clearAppBadge() : navigator.setAppBadge(count));
  } catch {
    // A browser may know badges and refuse them, as when the application is not installed.
    return;
  }
}

/** Calls with the address of a notice that was tapped while the application was open. Returns what ends it. */
export function onNoticeOpened(open: (href: string) => void): () => void {
  const receive = (event: MessageEvent<unknown>): void => {
    const { type, href } = (event.data ?? {}) as { type?: unknown; href?: unknown };
    if (type === 'OPEN' && typeof href === 'string' && href.startsWith('#/')) open(href);
  };
  const container = 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
  container?.addEventListener('message', receive);
  return () => container?.removeEventListener('message', receive);
}

function openOnClick(notification: Notification, href: string): void {
  notification.onclick = () => {
    window.focus();
    location.href = href;
    notification.close();
  };
}
