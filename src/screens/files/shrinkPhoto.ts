/** Longest side of a photo that is kept, pixels, and how it is encoded. */
const maxSide = 1_600;
const quality = 0.85;
const shrunkTypes: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/heic']);

/** The size in which a picture is kept: at most 1,600 pixels on its longer side, in its own proportion, never larger. */
export function keptSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, maxSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * A photo as JPEG, made smaller, and so without what the camera noted beside it, such as the place. A small picture, one that
 * would not get smaller, and what is no picture or cannot be read here stay as they are.
 */
export async function shrinkPhoto(file: File): Promise<{ name: string; type: string; bytes: Blob }> {
  const original = { name: file.name, type: file.type, bytes: file as Blob };
  if (!shrunkTypes.has(file.type)) return original;
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined);
  if (picture === undefined) return original;
  const { width, height } = keptSize(picture.width, picture.height);
  const isLarge = width < picture.width || height < picture.height;
  if (!isLarge && file.type !== 'image/jpeg') {
    picture.close();
    return original;
  }
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return original;
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  const bytes = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
  if (bytes === null) return original;
  return { name: file.name.replace(/\.\w+$/, '') + '.jpg', type: 'image/jpeg', bytes };
}

/** Types that the browser shows by itself without running anything in them. */
const shownTypes: ReadonlySet<string> = new Set([
  ...['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'],
]);

/** True for a picture that may be drawn and opened; everything else is only handed out as a file. */
export function isPicture(type: string): boolean {
  return shownTypes.has(type);
}
