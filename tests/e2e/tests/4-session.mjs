import assert from 'node:assert/strict';
import { fill_log_in, anna, field, open_contact } from '../support/desktop.mjs';
import { test } from '../support/runner.mjs';

// REQ: SEC-1
test('who does nothing is warned, then logged out, and gets back what was not saved', async ({
  page,
  demo,
}) => {
  const { id } = await demo.add_contact({
    name: 'Sorsele Café',
    phone: '0952-100',
  });
  await page.clock.install();
  await open_contact(page, demo, id);
  await field(page, 'Telefon').fill('0952-200');
  await page.clock.fastForward('18:30');
  const question = page.getByRole('dialog');
  await question.getByText('Är du kvar?').waitFor();
  await question.getByRole('button', { name: 'Fortsätt arbeta' }).click();
  await question.waitFor({ state: 'detached' });
  // The server ends the session by its own clock; here it is made to have done so.
  await page.context().clearCookies();
  await page.clock.fastForward('21:00');
  await page.getByText(/Du har loggats ut eftersom ingen arbetat/).waitFor();
  assert.equal(await page.getByText('Sorsele Café').count(), 0);
  await fill_log_in(page, anna, demo.password_of(anna));
  await field(page, 'Telefon').waitFor();
  assert.equal(await field(page, 'Telefon').inputValue(), '0952-200');
});

// REQ: SEC-1
test('what the page saves by itself when it warns is not counted as work', async ({
  page,
  demo,
}) => {
  const { id } = await demo.add_contact({ name: 'Storuman Ved' });
  await page.clock.install();
  await open_contact(page, demo, id);
  await field(page, 'Telefon').fill('0951-300');
  // The question takes the focus from the field, which is saved then.
  const saved = page.waitForRequest((request) => request.method() === 'PATCH');
  await page.clock.fastForward('18:30');
  assert.equal((await saved).headers()['x-background'], '1');
  await page.getByRole('dialog').getByRole('button', { name: 'Fortsätt arbeta' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const next = page.waitForRequest((request) => request.method() === 'PATCH');
  await field(page, 'Telefon').fill('0951-400');
  await field(page, 'Telefon').press('Enter');
  assert.equal((await next).headers()['x-background'], undefined);
});

// REQ: SEC-1
test('a session that is over in one window is over in the others', async ({ page, demo }) => {
  const { id } = await demo.add_contact({ name: 'Åsele Skor' });
  await open_contact(page, demo, id);
  const second = await page.context().newPage();
  await second.goto('/contacts');
  await second.getByRole('button', { name: /Användarmeny/ }).click();
  await second.getByRole('menuitem', { name: 'Logga ut' }).click();
  await page.getByRole('heading', { name: 'Logga in' }).waitFor();
  assert.equal(await page.getByText('Åsele Skor').count(), 0);
});
