import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { exportTexts } from '../../src/i18n/exporting.ts';
import { importTexts } from '../../src/i18n/import.ts';
import { listTexts } from '../../src/i18n/list.ts';
import { qualityTexts } from '../../src/i18n/quality.ts';
import { savedImportTexts } from '../../src/i18n/savedImports.ts';
import { uiTexts } from '../../src/i18n/ui.ts';
import { openWorkbook } from '../../src/interchange/reading/xlsx/workbook.ts';
import { choose, expectAccessible, openScreen, type Language } from '../support/app.ts';

/** English at a desk, Chinese on a phone. */
function languageOf(project: string): Language {
  return project === 'phone' ? 'zh' : 'en';
}

let language: Language = 'en';

test.beforeEach(async ({ page }, { project }) => {
  language = languageOf(project.name);
  await choose(page, language, project.name === 'phone' ? 'dark' : 'light');
});

async function chooseFile(page: Page, text: string, name: string): Promise<void> {
  const buffer = Buffer.from(text);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await expect(page.getByRole('heading', { name: importTexts[language].willHappen })).toBeVisible();
}

const importButton = (page: Page) =>
  page.locator('button:visible', { hasText: /^(Import \d+ rows?|导入 \d+ 行)$/ });

async function writeAll(page: Page): Promise<void> {
  await importButton(page).click();
  await expect(page.getByText(importTexts[language].result.undoTitle)).toBeVisible();
}

async function exportAs(page: Page, format: keyof typeof exportTexts.en.formats): Promise<Buffer> {
  await page.getByRole('button', { name: listTexts[language].more, exact: true }).click();
  await page.getByRole('menuitem', { name: listTexts[language].exportAll, exact: true }).click();
  await page.getByRole('dialog').locator(`input[value="${format}"]`).check();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: exportTexts[language].run, exact: true }).click();
  return readFileSync(await (await download).path());
}

const hubspot = [
  'Record ID,Company name,Company owner,Create Date,Phone Number,City,Country/Region,Industry,Company Domain Name',
  '501,Nordkaffe GmbH,Nobody Known,2024-02-03,+49 40 1234567,Hamburg,Germany,Coffee,nordkaffe.example',
  '502,=Blue Shore,Nobody Known,2024-02-04,+86 139 0000 1111,Qingdao,China,Tea,lanan.example',
].join('\n');

test('a HubSpot export is named and matched; what is exported as Excel and JSON is the same again', async ({
  page,
}) => {
  await openScreen(page, 'import');
  await chooseFile(page, hubspot, 'companies.csv');
  await expect(page.getByText(importTexts[language].looksLike.hubspot)).toBeVisible();
  await expectAccessible(page);
  await writeAll(page);
  await openScreen(page, 'customers');
  await expect(page.getByText('Nordkaffe GmbH').first()).toBeVisible();

  const workbook = await exportAs(page, 'xlsx');
  const source = await openWorkbook(new Blob([new Uint8Array(workbook)]), 'x.xlsx');
  if (!source.ok) throw new Error(source.error.type);
  let table = '';
  for await (const chunk of source.value.chunks()) table += new TextDecoder().decode(chunk);
  expect(table).toContain('=Blue Shore');
  expect(table).toContain('501');

  const json = (await exportAs(page, 'json')).toString();
  expect(JSON.parse(json)).toMatchObject([
    { name: '=Blue Shore', externalId: '502', industry: 'Tea' },
    { name: 'Nordkaffe GmbH', externalId: '501', industry: 'Coffee' },
  ]);
  await openScreen(page, 'import');
  await page.getByRole('button', { name: importTexts[language].drop.choose, exact: true }).click();
  await chooseFile(page, json, 'customers.json');
  await expect(page.getByText(importTexts[language].readJson)).toBeVisible();
  const same = page.locator('dl div').filter({ hasText: importTexts[language].same }).locator('dd').first();
  await expect(same).toHaveText('2');
});

test('broken JSON says where', async ({ page }) => {
  await openScreen(page, 'import');
  const buffer = Buffer.from('[{"name": "A"},\n {"name": ');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer });
  await expect(page.getByRole('alert')).toContainText(
    importTexts[language].errors['json-invalid']('2', '10'),
  );
});

test('a calendar comes in as tasks, and its past meetings as activities', async ({ page }) => {
  await openScreen(page, 'import');
  const event = (uid: string, title: string, ...more: string[]) =>
    ['BEGIN:VEVENT', `UID:${uid}`, `SUMMARY:${title}`, ...more, 'END:VEVENT'].join('\r\n');
  const calendar = [
    'BEGIN:VCALENDAR',
    event(
      '1',
      'Roasting day',
      'DTSTART;TZID=Asia/Shanghai:20990105T160000',
      'BEGIN:VALARM',
      'TRIGGER:-PT30M',
      'END:VALARM',
    ),
    event('2', 'Odd series', 'DTSTART:20990101T100000Z', 'RRULE:FREQ=MONTHLY;BYDAY=2MO'),
    event('3', 'Tasting', 'DTSTART:20200203T090000Z', 'DTEND:20200203T100000Z'),
    'END:VCALENDAR',
  ].join('\r\n');
  await chooseFile(page, calendar, 'work.ics');
  await expect(page.getByText(importTexts[language].readCalendar.repeats(1))).toBeVisible();
  await expectAccessible(page);
  await writeAll(page);
  await openScreen(page, 'tasks');
  await expect(page.getByText('Roasting day').first()).toBeVisible();
  await openScreen(page, 'import');
  await page.getByRole('button', { name: importTexts[language].drop.choose, exact: true }).click();
  await chooseFile(page, calendar, 'work.ics');
  await page.getByRole('button', { name: importTexts[language].readCalendar.other.meetings(1) }).click();
  await expect(page.getByText(importTexts[language].readCalendar.meetings)).toBeVisible();
  await writeAll(page);
  await openScreen(page, 'activities');
  await expect(page.getByText('Tasting').first()).toBeVisible();
});

test('an import that repeats shows the differences of its new file first, and its runs', async ({ page }) => {
  const words = savedImportTexts[language];
  await openScreen(page, 'import');
  await chooseFile(
    page,
    'Customer number,Customer,Industry\n1,Alpha,Coffee\n2,Beta,Tea\n3,Gamma,Milk\n',
    'first.csv',
  );
  await writeAll(page);
  await page.getByRole('textbox', { name: words.name, exact: true }).fill('ERP');
  await page.getByRole('button', { name: words.save, exact: true }).click();
  await expect(page.getByText(words.saved('ERP'))).toBeVisible();
  await page.getByRole('button', { name: importTexts[language].drop.choose, exact: true }).click();
  await expect(page.getByRole('heading', { name: words.title })).toBeVisible();
  await expectAccessible(page);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: words.choose('ERP') }).click();
  const buffer = Buffer.from(
    'Industry,Customer,Customer number\nCoffee,Alpha,1\nTea and more,Beta,2\nBread,Delta,4\n',
  );
  await (await chooser).setFiles({ name: 'second.csv', mimeType: 'text/csv', buffer });
  await expect(page.getByText(words.usedBy('ERP'))).toBeVisible();
  await expect(page.getByText(words.missing(1))).toBeVisible();
  await page.getByRole('button', { name: words.differences }).click();
  await expect(page.getByRole('dialog')).toContainText('Tea and more');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await writeAll(page);
  await page.getByRole('button', { name: importTexts[language].drop.choose, exact: true }).click();
  await page.getByRole('button', { name: words.more('ERP') }).click();
  await page.getByRole('menuitem', { name: words.showRuns }).click();
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
  await expect(page.getByRole('dialog')).toContainText('second.csv');
});

test('flawed values are found, some repaired as one step that Undo takes back, and a false alarm is remembered', async ({
  page,
}) => {
  const words = qualityTexts[language];
  await openScreen(page, 'import');
  const table =
    'Customer,Email,Phone\nALPHA TRADING,a@gmial.com,13800138000\nBETA HOUSE,b@b.example,010-62771234\nGAMMA WORKS,c@gmial.com,\n';
  await chooseFile(page, table, 'flawed.csv');
  await writeAll(page);
  await openScreen(page, 'quality');
  await expect(page.getByText(words.checks.names)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: `${words.look}: ${words.checks.names}` }).click();
  await expect(page.getByText('Alpha Trading', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: words.dismissOne('GAMMA WORKS', 'GAMMA WORKS') }).click();
  await expect(page.getByText('Gamma Works', { exact: true })).toHaveCount(0);
  await page.getByRole('checkbox', { name: words.choose('BETA HOUSE', 'BETA HOUSE') }).uncheck();
  await page.getByRole('button', { name: words.repair('1') }).click();
  await expect(page.getByText(words.repaired('1'))).toBeVisible();
  await page.getByRole('button', { name: `${words.look}: ${words.checks.emails}` }).click();
  await page.getByRole('button', { name: words.repair('2') }).click();
  await expect(page.getByText(words.repaired('2'))).toBeVisible();
  await expect(page.getByText(words.checks.emails)).toHaveCount(0);
  await page.getByRole('button', { name: uiTexts[language].undo, exact: true }).last().click();
  await expect(page.getByText(words.checks.emails)).toBeVisible();
  await expect(page.getByText(words.dismissedCount(1))).toBeVisible();
});
