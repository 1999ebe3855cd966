/** The browser's own reader of codes, which TypeScript's library does not describe. */
interface BarcodeReader {
  detect(source: HTMLVideoElement | ImageBitmap): Promise<readonly { readonly rawValue: string }[]>;
}

interface BarcodeReaderClass {
  new (options: { formats: string[] }): BarcodeReader;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** A look a quarter of a second is as quick as a hand. */
const lookEveryMs = 250;

/** Whether this browser can read QR codes by itself and there is a camera to ask for. */
export async function canScan(): Promise<boolean> {
  return 'mediaDevices' in navigator && (await canReadCodes());
}

/** Whether this browser can read QR codes in pictures. */
export async function canReadCodes(): Promise<boolean> {
  return (await readerClass()?.getSupportedFormats())?.includes('qr_code') === true;
}

/** The texts of the QR codes in a picture; none where it holds none, or is no picture. */
export async function readCodes(picture: Blob): Promise<readonly string[]> {
  const reader = readerClass();
  const bitmap = await createImageBitmap(picture).catch(() => undefined);
  if (reader === undefined || bitmap === undefined) return [];
  const codes = await new reader({ formats: ['qr_code'] }).detect(bitmap);
  bitmap.close();
  return codes.map(({ rawValue }) => rawValue);
}

/** Shows the camera in `video` and tells every text it reads. Returns what stops it; rejects where the camera is refused. */
export async function scan(video: HTMLVideoElement, onText: (text: string) => void): Promise<() => void> {
  const reader = readerClass();
  if (reader === undefined) throw new Error('this browser reads no codes');
  const detector = new reader({ formats: ['qr_code'] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  const stop = (): void => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play();
  const look = async (): Promise<void> => {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    for (const { rawValue } of await detector.detect(video)) onText(rawValue);
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  return stop;
}

function readerClass(): BarcodeReaderClass | undefined {
  return (globalThis as { BarcodeDetector?: BarcodeReaderClass }).BarcodeDetector;
}
