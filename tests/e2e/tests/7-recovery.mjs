// From a locked account to a new password, by the letters that were sent.
// REQ: TID-4, TID-5, SEC-4
import assert from 'node:assert/strict';
import { erik, fill_log_in, log_in } from '../support/desktop.mjs';
import { wait_for_link } from '../support/letters.mjs';
import { test } from '../support/runner.mjs';

const new_password = 'sju gula kajor pa linan';

const failure = (page) => page.locator('#log-in-failure').getByText(/\S/);

async function lock(page, demo) {
  for (let tries = 0; tries < 10; tries++) {
    await page.goto('/');
    await fill_log_in(page, erik, 'inte ens nastan ratt');
    await failure(page).waitFor();
    demo.change_directory('UPDATE directory_login_counter SET not_before = 0');
  }
}

test('a locked account is opened by a new password', async ({ page, demo }) => {
  await lock(page, demo);
  await page.goto('/');
  await fill_log_in(page, erik, demo.password_of(erik));
  await failure(page).waitFor();
  assert.match(await failure(page).textContent(), /Glömt lösenordet/);

  await page.getByRole('link', { name: 'Glömt lösenordet' }).click();
  await page.getByRole('heading', { name: 'Glömt lösenordet' }).waitFor();
  assert.equal(new URL(page.url()).pathname, '/forgotten-password');
  await page.getByLabel('E-post').fill(erik);
  await page.getByRole('button', { name: 'Skicka brev' }).click();
  await page.getByText(`Om ${erik} har ett Tusk ID`).waitFor();

  const link = await wait_for_link(demo, erik, 'reset-password');
  await page.goto(link);
  await page.getByText(`För ${erik}.`).waitFor();
  assert.ok(!page.url().includes('#'), 'the secret has gone from the address');
  await page.getByLabel('Nytt lösenord', { exact: true }).fill('kort');
  await page.getByRole('button', { name: 'Spara lösenordet' }).click();
  await page.getByText(/måste ha 15 till 256 tecken/).waitFor();
  await page.getByLabel('Nytt lösenord', { exact: true }).fill(new_password);
  await page.getByRole('button', { name: 'Spara lösenordet' }).click();
  await page.getByText('Lösenordet är sparat. Logga in med det.').waitFor();

  await fill_log_in(page, erik, new_password);
  await page.getByRole('button', { name: /Användarmeny/ }).waitFor();
  demo.people.find((person) => person.email === erik).password = new_password;

  // The link has done its work.
  const other = await page.context().newPage();
  await other.goto(link);
  await other.getByRole('heading', { name: 'Länken gäller inte' }).waitFor();
  await other.getByRole('link', { name: 'Begär ett nytt brev' }).waitFor();
});

test('an unknown address is answered like a known one', async ({ page }) => {
  await page.goto('/forgotten-password');
  await page.getByLabel('E-post').fill('nobody@norrsken.example');
  await page.getByRole('button', { name: 'Skicka brev' }).click();
  await page.getByText('Om nobody@norrsken.example har ett Tusk ID').waitFor();
});

test('an address is confirmed by its owner, logged in', async ({ page, demo }) => {
  demo.change_directory(
    `UPDATE directory_identity SET email_confirmed_at = NULL WHERE email = '${erik}'`,
  );
  await log_in(page, demo, '/contacts', erik);
  const line = page.locator('.unconfirmed-line');
  await line.getByRole('button', { name: 'Skicka brevet igen' }).click();
  await page.getByText(`Ett brev är på väg till ${erik}.`).waitFor();
  const link = await wait_for_link(demo, erik, 'confirm-email');
  await page.context().clearCookies();
  await page.goto(link);
  await page.getByText('Logga in, så bekräftas din e-postadress.').waitFor();
  await fill_log_in(page, erik, demo.password_of(erik));
  await page.getByText(`${erik} är bekräftad.`).waitFor();
  await page.getByRole('button', { name: /Användarmeny/ }).waitFor();
  assert.equal(await line.count(), 0);
});
