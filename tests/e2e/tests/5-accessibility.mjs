// What axe finds on every screen, in both themes and on a phone: nothing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { card, log_in } from '../support/desktop.mjs';
import { test } from '../support/runner.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function check(page, screen) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, {
      resultTypes: ['violations'],
    });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(', ')}`,
    );
  });
  assert.deepEqual(violations, [], screen);
}

async function check_all(page, demo) {
  const { id } = await demo.add_contact({
    name: 'Malå Trä',
    note: 'Ring.',
    phone: '0953-1',
  });
  await page.goto('/contacts');
  await page.getByRole('heading', { name: 'Logga in' }).waitFor();
  await check(page, 'log-in');
  await page.goto('/forgotten-password');
  await page.getByLabel('E-post').waitFor();
  await check(page, 'forgotten password');
  await page.goto('/reset-password');
  await page.getByRole('heading', { name: 'Länken gäller inte' }).waitFor();
  await check(page, 'a link that is worth nothing');
  await log_in(page, demo);
  await page.locator('.row').first().waitFor();
  await check(page, 'list of contacts');
  await page.goto(`/contacts/${id}`);
  await card(page).getByRole('button', { name: 'Fler åtgärder' }).waitFor();
  await check(page, 'card of a contact');
  await page.goto('/contacts/new');
  await card(page).getByRole('button', { name: 'Skapa' }).waitFor();
  await check(page, 'new contact');
  await page.goto('/contact-persons');
  await page.getByRole('searchbox').waitFor();
  await check(page, 'contact persons');
  await page.goto('/registers/employee');
  await page.getByRole('searchbox').waitFor();
  await check(page, 'registers');
  await page.goto('/settings/accounts');
  await page.getByLabel('Användare eller anställd').waitFor();
  await check(page, 'invite users');
  await page.goto('/settings/accounts?tab=users');
  await page.getByRole('table').waitFor();
  await check(page, 'user administration');
  await page.goto('/settings/roles');
  await page.getByRole('heading', { name: 'Roller' }).waitFor();
  await check(page, 'roles');
  await page.getByRole('button', { name: 'Ny roll' }).click();
  await page.getByRole('dialog').getByLabel('Namn').waitFor();
  await check(page, 'a new role');
  await page.goto('/settings/programs');
  await page.getByRole('button', { name: 'Lägg till program' }).waitFor();
  await check(page, 'other programs');
  await page.getByRole('button', { name: 'Lägg till program' }).click();
  await page.getByRole('dialog').getByLabel('Namn').waitFor();
  await check(page, 'a new program');
  await page.goto('/profile');
  await page.getByRole('button', { name: 'Lägg till passnyckel' }).waitFor();
  await check(page, 'profile');
  await page.getByRole('button', { name: 'Ställ in' }).click();
  await page.getByRole('img', { name: 'Bild att läsa av med appen' }).waitFor();
  await check(page, 'setting an app up');
  await page.goto('/account/programs');
  await page.getByRole('heading', { name: 'Program som du släppt in' }).waitFor();
  await check(page, 'allowed programs');
  await page.goto('/settings/audit');
  await page.getByRole('table').waitFor();
  await check(page, 'the audit');
  await page.goto('/synchronisation');
  await page.locator('.state').waitFor();
  await check(page, 'synchronisation');
  await page.goto('/synchronisation?tab=log');
  await page.locator('.rounds').waitFor();
  await check(page, 'log');
}

test('every screen is accessible, light', ({ page, demo }) => check_all(page, demo));
test('every screen is accessible, dark', ({ page, demo }) => check_all(page, demo), {
  scheme: 'dark',
});
test('every screen is accessible, on a phone', ({ page, demo }) => check_all(page, demo), {
  width: 390,
  height: 844,
});
