import { expect } from '@playwright/test';
import { isOnline, isSafe, shows, test, viewOf } from '../support/sync/teamPages.ts';

test('what one person writes another one sees, and the other way round', async ({ team }) => {
  const { owner, other } = await team.two();
  const id = await owner.evaluate(() => window.harness.create({ name: 'Nordkaffe' }));
  await shows(other, ['Nordkaffe']);
  await other.evaluate((record) => window.harness.update(record, { name: 'Nordkaffe GmbH' }), id);
  await shows(owner, ['Nordkaffe GmbH']);
  await isSafe(other);
  await expect.poll(async () => (await viewOf(other))?.seenBy).toBe(1);
});

test('both go on when the relay was killed and has come back, and nothing is lost or doubled', async ({
  team,
}) => {
  const { owner, other } = await team.two();
  const names = ['Eins', 'Zwei', 'Drei', 'Vier', 'Fünf', 'Sechs'];
  for (const name of names.slice(0, 2)) {
    await owner.evaluate((given) => window.harness.create({ name: given }), name);
  }
  await team.killRelay();
  for (const name of names.slice(2, 4)) {
    await other.evaluate((given) => window.harness.create({ name: given }), name);
  }
  await expect.poll(async () => (await viewOf(other))?.waiting).toBeGreaterThanOrEqual(2);
  await team.restartRelay();
  for (const name of names.slice(4)) {
    await owner.evaluate((given) => window.harness.create({ name: given }), name);
  }
  await shows(owner, names);
  await shows(other, names);
  await isOnline(owner);
});

test('a tab that is killed while it sends leaves everything to the next one', async ({ team }) => {
  const { owner, other } = await team.two();
  const names = Array.from({ length: 40 }, (_, i) => `Account ${i}`);
  const writing = owner.evaluate(async (given) => {
    for (const name of given) await window.harness.create({ name });
  }, names);
  await writing;
  const context = owner.context();
  const devtools = await context.newCDPSession(owner);
  const crashed = owner.waitForEvent('crash');
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
  const again = await team.tab(context);
  await shows(other, names);
  await isSafe(again);
  await shows(again, names);
});

for (const weather of ['down', 'silent', 'portal', 'slow'] as const) {
  test(`edits made while the network is ${weather} arrive once it is clear`, async ({ team }) => {
    const { owner, other } = await team.two();
    team.proxy.weather = weather;
    if (weather === 'down' || weather === 'portal') team.proxy.cut();
    await owner.evaluate(() => window.harness.create({ name: 'Written in bad weather' }));
    await other.evaluate(() => window.harness.create({ name: 'Written on the other side' }));
    await owner.waitForTimeout(1_500);
    team.proxy.weather = 'clear';
    // A person comes back to the tab: whether anybody is there is asked at once.
    if (weather === 'silent')
      for (const page of [owner, other]) await page.evaluate(() => dispatchEvent(new Event('online')));
    const names = ['Written in bad weather', 'Written on the other side'];
    await shows(owner, names);
    await shows(other, names);
  });
}
