import assert from 'node:assert/strict';
import { fill_log_in, log_in, row } from '../support/desktop.mjs';
import { wait_for_link } from '../support/letters.mjs';
import { test } from '../support/runner.mjs';

const solveig = 'solveig@norrsken.example';
const password = 'fyra blå hästar i regn';

async function invite(page, name) {
  await page.getByLabel('Användare eller anställd').fill(name);
  await page.getByRole('option', { name }).click();
  await page.getByRole('button', { name: 'Skicka invitation' }).click();
  await page.getByText(`Invitationen till ${name} är skickad`).waitFor();
}

// REQ: ACC-1, ACC-2, ACC-3, ACC-6, ACC-7, TID-3
test('somebody is invited, accepts, works in the company, and is out again', async ({
  page,
  demo,
  browser,
}) => {
  await log_in(page, demo, '/settings/accounts');
  await invite(page, 'Solveig Hansen');
  const link = await wait_for_link(demo, solveig, 'invitation');
  await page.getByRole('link', { name: 'Användaradministration' }).click();
  await row(page, 'Solveig Hansen').getByText('Inviterad').waitFor();

  const hers = await browser.open(demo.url);
  await hers.goto(link);
  await hers.getByRole('heading', { name: 'Välkommen till Norrsken Bygg AB' }).waitFor();
  assert.equal(new URL(hers.url()).hash, '', 'the token is not left in the address');
  assert.equal(await hers.getByLabel('E-post').inputValue(), solveig);
  await hers.getByLabel('Välj ett lösenord').fill('kort');
  await hers.getByRole('button', { name: 'Tacka ja och logga in' }).click();
  await hers.getByText(/Lösenordet måste ha 15/).waitFor();
  await hers.getByLabel('Välj ett lösenord').fill(password);
  await hers.getByRole('button', { name: 'Tacka ja och logga in' }).click();
  await hers.getByRole('button', { name: /Användarmeny/ }).waitFor();
  await hers.locator('.row').first().waitFor();
  assert.equal(await hers.getByRole('link', { name: 'Inställningar' }).count(), 0);

  await page.reload();
  await row(page, 'Solveig Hansen').getByText('Aktiv', { exact: true }).waitFor();
  await row(page, 'Solveig Hansen')
    .getByRole('button', { name: /Fler åtgärder/ })
    .click();
  await page.getByRole('menuitem', { name: 'Ta bort åtkomst' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ta bort åtkomst' }).click();
  await row(page, 'Solveig Hansen').getByText('Inte inviterad').waitFor();
  await hers.getByText(/Din åtkomst till Norrsken Bygg AB är borttagen/).waitFor();
  assert.equal(await hers.locator('.row').count(), 0);
  assert.deepEqual(hers.complaints, []);
});

// REQ: ACC-6
test('a link that was used, and one for somebody else, say so', async ({ page, demo, browser }) => {
  await log_in(page, demo, '/settings/accounts');
  await invite(page, 'Håkan Nordin');
  const link = await wait_for_link(demo, 'hakan@norrsken.example', 'invitation');
  await page.goto(link);
  await page.getByText(/du är inloggad som anna@norrsken.example/).waitFor();
  const his = await browser.open(demo.url);
  await his.goto(`${demo.url}/invitation#${'0'.repeat(64)}`);
  await his.getByText(/Länken gäller inte/).waitFor();
  await his.goto(link);
  await his.getByLabel('Välj ett lösenord').fill(password);
  await his.keyboard.press('Enter');
  await his.getByRole('button', { name: /Användarmeny/ }).waitFor();
  const again = await browser.open(demo.url);
  await again.goto(link);
  await again.getByText(/redan använd/).waitFor();
  await again.getByRole('button', { name: 'Till Tusk Online' }).click();
  await fill_log_in(again, 'hakan@norrsken.example', password);
  await again.getByRole('button', { name: /Användarmeny/ }).waitFor();
});
