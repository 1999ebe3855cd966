import { expect, test } from '@playwright/test';

test('the built app mounts', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('#app > *').first()).toBeVisible();
});
