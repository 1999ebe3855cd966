import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumLaunch } from '../tests/support/chromium.ts';

/** Draws `public/icon.svg` as the PNG files that the manifest and index.html name. Run it after changing the drawing. */
const folder = join(import.meta.dirname, '..', 'public');
const drawing = readFileSync(join(folder, 'icon.svg'), 'utf8');

/** Maskable icons and Apple's are cut by the system: no corners of our own, and the mark inside the inner 80 %. */
const edgeToEdge = drawing.replace('rx="112"', 'rx="0"');

const icons = [
  { name: 'icon-192.png', size: 192, svg: drawing },
  { name: 'icon-512.png', size: 512, svg: drawing },
  { name: 'maskable-192.png', size: 192, svg: edgeToEdge },
  { name: 'maskable-512.png', size: 512, svg: edgeToEdge },
  { name: 'apple-touch-icon.png', size: 180, svg: edgeToEdge },
];

const browser = await chromium.launch(chromiumLaunch());
for (const { name, size, svg } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  writeFileSync(join(folder, 'icons', name), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
