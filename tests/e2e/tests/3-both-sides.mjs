// Changes on both sides between two rounds: merged where they are of different fields, and the
// office's value where they are of the same one.
import assert from 'node:assert/strict';
import { card, field, log_in, notice, open_contact, write } from '../support/desktop.mjs';
import { test, until } from '../support/runner.mjs';

// A contact that is open in the browser while the synchronisation stands still.
async function open_apart(page, demo, fields) {
  const { id } = await demo.add_contact(fields);
  await open_contact(page, demo, id);
  demo.pause();
  return id;
}

// REQ: CNF-4
test('telephone here and fax in the office are both kept', async ({ page, demo }) => {
  const id = await open_apart(page, demo, {
    name: 'Vännäs El AB',
    phone: '0935-100',
    fax: '0935-101',
  });
  await write(page, 'Telefon', '0935-200');
  await card(page).getByText('Sparat').waitFor();
  await demo.set_contact(id, { fax: '0935-201' });
  demo.resume();
  await until('both values in the office', async () => {
    const { phone, fax } = await demo.get_contact(id);
    return phone === '0935-200' && fax === '0935-201';
  });
  await until(
    'both values in the browser',
    async () => (await field(page, 'Fax').inputValue()) === '0935-201',
  );
  assert.equal(await field(page, 'Telefon').inputValue(), '0935-200');
  assert.equal(await notice(page).count(), 0);
});

// REQ: CNF-1, CNF-2, CNF-7
test('the same field: the office wins, both values are shown, and mine can be put back', async ({
  page,
  demo,
}) => {
  const id = await open_apart(page, demo, {
    name: 'Bjurholms VVS',
    phone: '0932-100',
  });
  await write(page, 'Telefon', '0932-222');
  await card(page).getByText('Sparat').waitFor();
  await demo.set_contact(id, { phone: '0932-333' });
  demo.resume();
  await notice(page).waitFor();
  assert.equal(await field(page, 'Telefon').inputValue(), '0932-333');
  const told = await notice(page).textContent();
  assert.match(told, /0932-333/);
  assert.match(told, /0932-222/);
  await notice(page).getByRole('button', { name: 'Använd mitt ändå' }).click();
  await until(
    'my value in the office',
    async () => (await demo.get_contact(id)).phone === '0932-222',
  );
  await until(
    'my value in the browser',
    async () => (await field(page, 'Telefon').inputValue()) === '0932-222',
  );
  await notice(page).waitFor({ state: 'detached' });
});

// REQ: CNF-3, CNF-7
test('the history tells of a conflict, and puts the value back', async ({ page, demo }) => {
  const id = await open_apart(page, demo, {
    name: 'Dorotea Bygg',
    email: 'info@dorotea.example',
  });
  await write(page, 'E-post', 'order@dorotea.example');
  await card(page).getByText('Sparat').waitFor();
  await demo.set_contact(id, { email: 'kontor@dorotea.example' });
  demo.resume();
  await notice(page).waitFor();
  await page.goto('/synchronisation');
  const entry = page.locator('.conflict').filter({ hasText: 'Dorotea Bygg' });
  await entry.getByText('kontor@dorotea.example').waitFor();
  await entry.getByText('order@dorotea.example').waitFor();
  await entry.getByText(/Anna Berg, kontoret/).waitFor();
  await entry.getByText(/Anna Berg, online/).waitFor();
  await entry.getByRole('button', { name: 'Lägg tillbaka' }).click();
  await entry.getByText(/Tillbakalagd/).waitFor();
  await until(
    'the value in the office',
    async () => (await demo.get_contact(id)).email === 'order@dorotea.example',
  );
});

test('two people at the same field: the one who was slower chooses', async ({
  page,
  demo,
  browser,
}) => {
  const { id } = await demo.add_contact({
    name: 'Storumans Skog AB',
    mobile: '070-1',
  });
  await open_contact(page, demo, id);
  const other = await browser.open(demo.url);
  await open_contact(other, demo, id, 'erik@norrsken.example');
  await field(page, 'Mobil').fill('070-2'); // written, not saved
  await write(other, 'Mobil', '070-3');
  await card(other).getByText('Sparat').waitFor();
  await field(page, 'Mobil').press('Enter');
  await notice(page).waitFor();
  assert.match(await notice(page).textContent(), /070-3.*070-2/);
  await notice(page).getByRole('button', { name: 'Använd mitt ändå' }).click();
  await until(
    'my value with the other',
    async () => (await field(other, 'Mobil').inputValue()) === '070-2',
  );
  await other.context().close();
});

test('two people at different fields: nobody is asked', async ({ page, demo, browser }) => {
  const { id } = await demo.add_contact({
    name: 'Arjeplogs Rör',
    mobile: '070-1',
  });
  await open_contact(page, demo, id);
  const other = await browser.open(demo.url);
  await open_contact(other, demo, id, 'erik@norrsken.example');
  await field(page, 'Mobil').fill('070-2');
  await write(other, 'Webbplats', 'www.arjeplog.example');
  await card(other).getByText('Sparat').waitFor();
  await field(page, 'Mobil').press('Enter');
  await card(page).getByText('Sparat').waitFor();
  await until(
    'both changes with both',
    async () =>
      (await field(other, 'Mobil').inputValue()) === '070-2' &&
      (await field(page, 'Webbplats').inputValue()) === 'www.arjeplog.example',
  );
  assert.equal(await notice(page).count(), 0);
  await other.context().close();
});

// REQ: SYN-5
test('the page tells how synchronisation is doing, and has a log of rounds', async ({
  page,
  demo,
}) => {
  await log_in(page, demo, '/synchronisation');
  await page.getByText('Kontoret och Tusk Online har samma uppgifter').waitFor();
  await page.getByRole('link', { name: /Synkroniserad/ }).waitFor();
  await page.getByRole('link', { name: 'Synkroniseringslogg' }).click();
  await page.locator('.rounds').getByText('OK').first().waitFor();
});

test('a comparison that the office asks for is shown when it is done', async ({ page, demo }) => {
  await log_in(page, demo, '/synchronisation');
  await page.getByText('Kontoret och Tusk Online har samma uppgifter').waitFor();
  await demo.tusk('online', 'audit');
  await page.getByText(/båda sidor lika, \d+ poster/).waitFor();
});
