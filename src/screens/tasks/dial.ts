/** The address that calls a number. */
export function telHref(phone: string): string {
  return `tel:${phone.replace(/[^\d+*#]/g, '')}`;
}

export function mailHref(email: string, subject = '', body = ''): string {
  const parts = [
    subject === '' ? '' : `subject=${encodeURIComponent(subject)}`,
    body === '' ? '' : `body=${encodeURIComponent(body)}`,
  ].filter((part) => part !== '');
  return `mailto:${encodeURIComponent(email).replace('%40', '@')}${parts.length === 0 ? '' : `?${parts.join('&')}`}`;
}
