const encoder = new TextEncoder();
/** A mark of byte order is a letter like others: offsets count it. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Texts of packs are kept as UTF-8 until somebody reads them. Most columns of a book are never read in lists, and what is no string
 * neither fills the heap of the index nor makes its young part grow while a book comes in. Half a pair of surrogates becomes U+FFFD,
 * which is as long.
 */
export function bytesOfText(text: string): Uint8Array {
  return encoder.encode(text);
}

export function textOfBytes(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
