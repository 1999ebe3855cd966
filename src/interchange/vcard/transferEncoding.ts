/** RFC 2045, 6.7, on one character per byte. Soft breaks are gone already; a damaged code stays as it stands. */
export function decodeQuotedPrintable(text: string): string {
  return text.replace(/=([0-9A-Fa-f]{2})/g, (_code, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** One character per byte; empty for what is no base64. */
export function decodeBase64(text: string): string {
  try {
    return atob(text.replace(/\s/g, ''));
  } catch {
    return '';
  }
}
