/** Month first where the browser's region writes it so, else day first. */
export function preferredDateOrder(): 'dmy' | 'mdy' {
  return navigator.language === 'en-US' ? 'mdy' : 'dmy';
}
