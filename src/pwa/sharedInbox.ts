/** What another application has shared with this one, until a page takes it: it may arrive while no page is open, and offline. */
export interface Shared {
  /** Title, text and link, one under the other. */
  readonly text: string;
  readonly files: readonly File[];
}

/** Where the manifest sends what is shared. */
export const sharePath = '/share';

const inboxName = 'rapport-shared';
const maxFiles = 20;
const maxFileBytes = 64 * 1024 * 1024;
const nameHeader = 'x-file-name';

/** Keeps the form that a share makes. Files beyond the limits are left out. */
export async function keepShared(form: FormData): Promise<void> {
  const inbox = await caches.open(inboxName);
  const texts = ['title', 'text', 'url']
    .map((name) => form.get(name))
    .filter((text) => typeof text === 'string');
  const text = [...new Set(texts.map((each) => each.trim()))].filter((each) => each !== '').join('\n');
  await inbox.put('/shared/text', new Response(text));
  const files = form
    .getAll('files')
    .filter((file) => file instanceof File && file.size <= maxFileBytes) as File[];
  for (const [i, file] of files.slice(0, maxFiles).entries()) {
    const headers = { 'content-type': file.type, [nameHeader]: encodeURIComponent(file.name) };
    await inbox.put(`/shared/file/${i}`, new Response(file, { headers }));
  }
}

/** What was shared last, once: it is gone from the inbox. Undefined where nothing was. */
export async function takeShared(): Promise<Shared | undefined> {
  if (!('caches' in globalThis) || !(await caches.has(inboxName))) return undefined;
  const inbox = await caches.open(inboxName);
  const text = (await (await inbox.match('/shared/text'))?.text()) ?? '';
  const files: File[] = [];
  for (let i = 0; i < maxFiles; i++) {
    const kept = await inbox.match(`/shared/file/${i}`);
    if (kept === undefined) break;
    const name = decodeURIComponent(kept.headers.get(nameHeader) ?? '');
    files.push(new File([await kept.blob()], name, { type: kept.headers.get('content-type') ?? '' }));
  }
  await caches.delete(inboxName);
  return text === '' && files.length === 0 ? undefined : { text, files };
}
