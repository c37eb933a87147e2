import assert from 'node:assert/strict';
import { add_authenticator } from '../support/authenticator.mjs';
import { anna, fill_log_in, log_in } from '../support/desktop.mjs';
import { test } from '../support/runner.mjs';

async function user_menu(page, entry) {
  await page.getByRole('button', { name: /Användarmeny/ }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

const signed_in = (page) => page.getByRole('button', { name: /Användarmeny/ }).waitFor();

// REQ: TID-2
test('a passkey: added, logs in instead of a code, renamed, and removed', async ({
  page,
  demo,
}) => {
  const authenticator = await add_authenticator(page);
  await log_in(page, demo, '/profile', anna);
  await page.getByRole('button', { name: 'Lägg till passnyckel' }).click();
  await page.getByLabel('Passnyckelns namn').fill('Jobbdatorn');
  await page.getByRole('button', { name: 'Fortsätt' }).click();
  const codes = page.locator('.recovery-codes code');
  await codes.first().waitFor();
  assert.equal(await codes.count(), 10);
  const paper = await codes.allTextContents();
  await page.getByRole('button', { name: 'Jag har sparat dem' }).click();
  await page.getByText('Jobbdatorn', { exact: true }).waitFor();

  await user_menu(page, 'Logga ut');
  await fill_log_in(page, anna, demo.password_of(anna));
  await page.getByRole('heading', { name: 'Ett steg till' }).waitFor();
  await authenticator.verified(false);
  await page.getByRole('button', { name: 'Använd passnyckeln' }).click();
  await page.getByText('Passnyckeln användes inte.', { exact: false }).waitFor();
  await authenticator.verified(true);
  await page.getByRole('button', { name: 'Använd passnyckeln' }).click();
  await signed_in(page);

  await user_menu(page, 'Logga ut');
  await fill_log_in(page, anna, demo.password_of(anna));
  await page.getByRole('button', { name: 'Använd en återställningskod' }).click();
  await page.getByLabel('Återställningskod', { exact: true }).fill(paper[0]);
  await page.getByRole('button', { name: 'Logga in' }).click();
  await signed_in(page);

  await user_menu(page, 'Profil');
  await page.getByText('9 koder kvar').waitFor();
  await page.getByRole('button', { name: 'Lägg till passnyckel' }).click();
  await page.getByRole('button', { name: 'Fortsätt' }).click();
  await page.getByText('Den enheten har redan en av dina passnycklar.').waitFor();
  await page.getByRole('button', { name: 'Avbryt' }).click();
  await page.getByRole('button', { name: 'Byt namn på Jobbdatorn' }).click();
  await page.getByLabel('Passnyckelns namn').fill('Nya datorn');
  await page.getByRole('button', { name: 'Spara', exact: true }).click();
  await page.getByRole('button', { name: 'Ta bort Nya datorn' }).click();
  await page.getByText('Nya datorn').waitFor({ state: 'detached' });
  await user_menu(page, 'Logga ut');
  await log_in(page, demo, '/contacts', anna);
});
