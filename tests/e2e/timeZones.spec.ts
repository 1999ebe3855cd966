import { expect, test } from '@playwright/test';
import { fieldTexts } from '../../src/i18n/fields.ts';
import { formTexts } from '../../src/i18n/form.ts';
import { taskTexts } from '../../src/i18n/tasks.ts';
import { todayTexts } from '../../src/i18n/today.ts';
import { choose, openScreen, showFields } from '../support/app.ts';

/** One moment, and the day that it is there. */
const moment = '2026-11-20T10:30:00Z';
const days = {
  'Asia/Shanghai': { today: '2026-11-20', shown: '20 Nov 1990' },
  'America/Los_Angeles': { today: '2026-11-20', shown: '20 Nov 1990' },
  'Pacific/Kiritimati': { today: '2026-11-21', shown: '21 Nov 1990' },
} as const;

for (const [zone, { today, shown }] of Object.entries(days)) {
  test.describe(`in ${zone}`, () => {
    test.use({ timezoneId: zone });

    test('a birthday and a task of today are of today, on their records and after a reload', async ({
      page,
    }) => {
      const fields = fieldTexts.en;
      await choose(page, 'en');
      await page.clock.setFixedTime(moment);
      await openScreen(page, 'customers/new');
      const form = page.getByRole('dialog');
      await form.getByLabel(fields.account.name, { exact: true }).fill('Mei Tanaka');
      await form.getByRole('button', { name: formTexts.en.moreFields }).click();
      await form.getByLabel(fields.account.birthday, { exact: true }).fill(today.replace('2026', '1990'));
      await form.getByRole('button', { name: formTexts.en.save.account }).click();
      await expect(page.getByRole('heading', { name: 'Mei Tanaka', exact: true })).toBeVisible();
      const record = new URL(page.url()).hash.slice(2);
      await openScreen(page, 'tasks/new');
      await form.getByLabel(fields.task.title, { exact: true }).fill('Send flowers');
      await form.getByLabel(fields.task.due, { exact: true }).fill(today);
      await form.getByRole('button', { name: formTexts.en.save.task }).click();
      await expect(form).toBeHidden();

      for (const isReloaded of [false, true]) {
        if (isReloaded) await page.reload();
        await openScreen(page, record);
        await showFields(page);
        await expect(page.getByText(shown, { exact: true })).toBeVisible();
        await openScreen(page, 'today');
        const birthdays = page.getByRole('list', { name: todayTexts.en.birthdays });
        await expect(
          birthdays.getByText(`${todayTexts.en.today} · ${todayTexts.en.turns(36)}`),
        ).toBeVisible();
        const tasks = page.getByRole('list', { name: todayTexts.en.tasks, exact: true });
        await expect(tasks.getByRole('link', { name: 'Send flowers' })).toBeVisible();
        await expect(page.getByText(taskTexts.en.state.overdue(1))).toHaveCount(0);
      }
    });
  });
}
