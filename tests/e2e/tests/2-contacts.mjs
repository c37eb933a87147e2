import assert from 'node:assert/strict';
import { card, field, log_in, open_contact, row, write } from '../support/desktop.mjs';
import { test, until } from '../support/runner.mjs';

test('the list is searched word by word while one writes, and opened by keyboard', async ({
  page,
  demo,
}) => {
  await demo.add_contact({
    name: 'Övertorneå Båtbyggeri',
    city: 'Övertorneå',
    phone: '0927-104 50',
  });
  await log_in(page, demo);
  await page.getByRole('grid').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('övert båt');
  await row(page, 'Övertorneå Båtbyggeri').waitFor();
  await page.getByText('1 kontakt', { exact: true }).waitFor();
  // Numbers are found however they are spaced.
  await page.getByRole('searchbox').fill('092710450');
  await page.waitForURL(/q=092710450/);
  await page.locator('[data-grid][aria-busy=false]').waitFor();
  await row(page, 'Övertorneå Båtbyggeri').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await card(page).getByText('Övertorneå Båtbyggeri').first().waitFor({ state: 'attached' });
  await page.keyboard.press('Escape');
  await card(page).waitFor({ state: 'detached' });
});

test('a column sorts one way, the other way, and not at all', async ({ page, demo }) => {
  await log_in(page, demo);
  const head = page.getByRole('columnheader', { name: 'Nummer' });
  await head.getByRole('button').click();
  await page.waitForURL(/sort=number/);
  const numbers = async () =>
    (await page.locator('.row .c-number').allTextContents()).map(Number).filter(Boolean);
  const is_sorted = (list, way) =>
    list.every((value, at) => at === 0 || way * (value - list[at - 1]) >= 0);
  await until('rising numbers', async () => is_sorted((await numbers()).slice(0, 10), 1));
  await head.getByRole('button').click();
  await page.waitForURL(/sort=-number/);
  await until('falling numbers', async () => is_sorted((await numbers()).slice(0, 10), -1));
});

// REQ: SYN-2
test('what is written in the browser is in the office', async ({ page, demo }) => {
  const { id } = await demo.add_contact({
    name: 'Nybergs Plåt AB',
    phone: '0920-11 11 11',
  });
  await open_contact(page, demo, id);
  await write(page, 'Telefon', '0920-22 22 22');
  await card(page).getByText('Sparat').waitFor();
  await until(
    'the telephone number in the office',
    async () => (await demo.get_contact(id)).phone === '0920-22 22 22',
  );
});

// REQ: SYN-2
test('what is written in the office is in the open browser without a reload', async ({
  page,
  demo,
}) => {
  const { id } = await demo.add_contact({
    name: 'Lundmarks Åkeri AB',
    city: 'Boden',
  });
  await log_in(page, demo, `/contacts/${id}?q=lundmarks`);
  await field(page, 'Ort').waitFor();
  assert.equal(await field(page, 'Ort').inputValue(), 'Boden');
  await page.evaluate(() => (window.loaded_once = true));
  await demo.set_contact(id, { city: 'Älvsbyn' });
  await card(page)
    .getByText(/ändrade nyss Ort/)
    .waitFor();
  assert.equal(await field(page, 'Ort').inputValue(), 'Älvsbyn');
  await row(page, 'Lundmarks Åkeri AB').locator('.c-city').getByText('Älvsbyn').waitFor();
  assert.equal(await page.evaluate(() => window.loaded_once), true);
});

test('a new contact is made in the browser, checked at its fields, and arrives in the office', async ({
  page,
  demo,
}) => {
  await log_in(page, demo);
  await page.getByRole('grid').waitFor();
  await page.keyboard.press('n');
  await page.getByRole('button', { name: 'Skapa' }).click();
  await page.getByText('Namn måste fyllas i.').waitFor();
  await card(page).getByLabel('Namn').fill('Strömsunds Glas AB');
  await card(page).getByLabel('E-post').fill('strömsund');
  await page.getByRole('button', { name: 'Skapa' }).click();
  await page.getByText(/E-post ska vara en e-postadress/).waitFor();
  await card(page).getByLabel('E-post').fill('info@stromsund.example');
  await card(page).getByLabel('Kund', { exact: true }).check();
  // What is written is kept over a reload.
  await page.reload();
  assert.equal(await card(page).getByLabel('E-post').inputValue(), 'info@stromsund.example');
  await page.getByRole('button', { name: 'Skapa' }).click();
  await page.waitForURL(/\/contacts\/\d+/);
  await until('the contact in the office', async () => {
    const { records } = await demo.tusk('record', 'list', 'contact', '--search', 'strömsunds glas');
    return records.some(
      ({ fields }) => fields.email === 'info@stromsund.example' && fields.is_customer,
    );
  });
});

test('a text that is not saved survives a reload, and Esc takes it back', async ({
  page,
  demo,
}) => {
  const { id } = await demo.add_contact({
    name: 'Råneå Rör HB',
    phone: '0924-100',
  });
  await open_contact(page, demo, id);
  await field(page, 'Telefon').fill('0924-200');
  await page.reload();
  await field(page, 'Telefon').waitFor();
  assert.equal(await field(page, 'Telefon').inputValue(), '0924-200');
  await field(page, 'Telefon').press('Escape');
  assert.equal(await field(page, 'Telefon').inputValue(), '0924-100');
});

test('contact persons are added, changed and deleted at the contact', async ({ page, demo }) => {
  const { id } = await demo.add_contact({ name: 'Kalix Snickeri AB' });
  await open_contact(page, demo, id);
  await page.getByRole('button', { name: 'Lägg till kontaktperson' }).click();
  const form = card(page).locator('form');
  await form.getByLabel('Namn').fill('Åsa Öhman');
  await form.getByLabel('Befattning').fill('Inköpare');
  await form.getByRole('button', { name: 'Skapa' }).click();
  const person = card(page)
    .getByRole('button', { name: /Åsa Öhman/ })
    .first();
  await person.click();
  const mobile = card(page).locator('.person-fields').getByLabel('Mobil', { exact: true });
  await mobile.fill('070-123 45 67');
  await mobile.press('Enter');
  await card(page).getByText('Sparat').waitFor();
  const in_office = async () => {
    const filter = ['--filter', `contact:eq:${id}`];
    return (await demo.tusk('record', 'list', 'contact_person', ...filter)).records;
  };
  await until('the person in the office', async () =>
    (await in_office()).some(({ fields }) => fields.mobile === '070-123 45 67'),
  );
  await card(page)
    .locator('.person-fields')
    .getByRole('button', { name: /Ta bort/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ta bort' }).click();
  await person.waitFor({ state: 'detached' });
  await until('the person gone in the office', async () => (await in_office()).length === 0);
});

// REQ: NOT-1
test('text is added at the end of the note', async ({ page, demo }) => {
  const { id } = await demo.add_contact({
    name: 'Piteå Måleri AB',
    note: 'Ring före tio.',
  });
  await open_contact(page, demo, id);
  await page.getByRole('button', { name: 'Lägg till text' }).click();
  await card(page).getByLabel('Text', { exact: true }).fill('Portkod 1234.');
  await card(page).locator('.add-text').getByRole('button', { name: 'Lägg till text' }).click();
  await card(page).locator('.note-text').getByText('Portkod 1234.').waitFor();
  await until('the note in the office', async () => {
    const { note } = await demo.get_contact(id);
    return note.startsWith('Ring före tio.\n\n') && note.endsWith('Portkod 1234.');
  });
});

test('a contact is deleted only after a question, and is gone in the office', async ({
  page,
  demo,
}) => {
  const { id } = await demo.add_contact({ name: 'Jokkmokks Smide' });
  await open_contact(page, demo, id);
  await card(page).getByRole('button', { name: 'Fler åtgärder' }).click();
  await page.getByRole('menuitem', { name: /Ta bort/ }).click();
  await page.getByRole('dialog').getByText('Ta bort Jokkmokks Smide?').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Ta bort' }).click();
  await page.getByText('Jokkmokks Smide är borttagen').waitFor();
  await until('the contact gone in the office', async () => {
    const { records } = await demo.tusk('record', 'list', 'contact', '--filter', `id:eq:${id}`);
    return records.length === 0;
  });
});

test(
  'on a phone: the list, the card, and back',
  async ({ page, demo }) => {
    await demo.add_contact({ name: 'Ånge Taxi AB', city: 'Ånge' });
    await log_in(page, demo);
    await page.getByRole('searchbox').fill('ånge taxi');
    await row(page, 'Ånge Taxi AB').click();
    await card(page).waitFor();
    assert.equal(await page.getByRole('grid').isVisible(), false);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth > window.innerWidth,
    );
    assert.equal(wide, false, 'nothing is wider than the screen');
    await page.getByRole('button', { name: 'Tillbaka' }).click();
    await page.getByRole('grid').waitFor();
  },
  { width: 390, height: 844 },
);
