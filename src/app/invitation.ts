/** An invitation that a link has brought, until the join screen takes it. It never goes anywhere else. */
let invitation: string | undefined;

const marker = '#join=';

/** Takes an invitation out of the address bar, so that nobody who looks at it later can read it. True if there was one. */
export function catchInvitation(): boolean {
  if (!location.hash.startsWith(marker)) return false;
  invitation = location.hash.slice(marker.length);
  history.replaceState(null, '', '#/join');
  return true;
}

/** Gives the invitation away, once. */
export function takeInvitation(): string | undefined {
  const taken = invitation;
  invitation = undefined;
  return taken;
}

// Before anything else of the application runs: this module is the first that it imports.
catchInvitation();
