// The office's commands send the person to the browser to log in, with a passkey.
import assert from 'node:assert/strict';
import { check_accessible } from '../support/accessible.mjs';
import { add_authenticator } from '../support/authenticator.mjs';
import { anna, fill_log_in, log_in } from '../support/desktop.mjs';
import { Office } from '../support/office.mjs';
import { test } from '../support/runner.mjs';

async function with_office(demo, company, work) {
  const office = new Office(demo, company);
  try {
    await office.set_up(anna);
    await work(office);
  } finally {
    office.close();
  }
}

async function log_in_with_passkey(page, demo) {
  assert.equal(
    await page.getByLabel(/^(E-post|E-mail)$/).inputValue(),
    anna,
    'as the office knows',
  );
  await fill_log_in(page, anna, demo.password_of(anna));
  await page.getByRole('button', { name: /^(Använd passnyckeln|Use the passkey)$/ }).click();
}

const heading = (page, name) => page.getByRole('heading', { name, exact: true }).waitFor();
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

async function passkey_added(page, demo) {
  await add_authenticator(page);
  await log_in(page, demo, '/profile', anna);
  await press(page, 'Lägg till passnyckel');
  await page.getByLabel('Passnyckelns namn').fill('Jobbdatorn');
  await press(page, 'Fortsätt');
  await press(page, 'Jag har sparat dem');
  await page.getByText('Jobbdatorn', { exact: true }).waitFor();
}

async function passkey_removed(page) {
  await page.goto('/profile');
  // There were two when she logged in last.
  await page.getByRole('button', { name: 'Norrsken Bygg AB' }).click();
  await press(page, 'Ta bort Jobbdatorn');
  await page.getByText('Jobbdatorn', { exact: true }).waitFor({ state: 'detached' });
}

// REQ: TID-1, TID-2, CON-6, CON-7
test('an office is connected and disconnected by a person with a passkey', async ({
  page,
  demo,
}) => {
  await passkey_added(page, demo);
  await with_office(demo, 'Sommarhus & Söner AB', async (office) => {
    const connecting = await office.in_browser(['online', 'connect', demo.url, '--no-wait']);
    await page.goto(connecting.address);
    await page.getByText('Logga in för att fortsätta till Tusk Business.').waitFor();
    await log_in_with_passkey(page, demo);
    await heading(page, 'Ansluta Sommarhus & Söner AB till Tusk Online?');
    await page.getByText('Fortsätt bara om du själv nyss började', { exact: false }).waitFor();
    await check_accessible(page);
    await press(page, 'Anslut');
    await heading(page, 'Inloggningen är klar');
    await check_accessible(page);
    const connected = await connecting.ended;
    assert.equal(connected.code, 0, connected.said);
    assert.equal(JSON.parse(connected.out).connected_by_email, anna);

    // Who changes their mind changes nothing.
    const giving_up = await office.in_browser(['online', 'disconnect', '--yes']);
    await page.goto(giving_up.address);
    await log_in_with_passkey(page, demo);
    await heading(page, 'Koppla från Sommarhus & Söner AB?');
    await check_accessible(page);
    await press(page, 'Avbryt');
    await heading(page, 'Inloggningen avbröts');
    const { code, said } = await giving_up.ended;
    assert.equal(code, 5);
    assert.match(said, /avbröts/);

    const ending = await office.in_browser(['online', 'disconnect', '--yes'], { language: 'en' });
    await page.goto(ending.address);
    await log_in_with_passkey(page, demo);
    await press(page, 'Koppla från'); // a person's own language counts for more than the program's
    await heading(page, 'The log-in is done');
    await check_accessible(page);
    assert.equal((await ending.ended).code, 0);
  });
  await passkey_removed(page);
});

test(
  'who logs in for the office reads what it is for, on a phone, dark, in English',
  async ({ page, demo }) => {
    await with_office(demo, 'Sommarhus AB', async (office) => {
      const { address, ended } = await office.in_browser(
        ['online', 'connect', demo.url, '--no-wait'],
        { language: 'en' },
      );
      await page.goto(address);
      await page.getByText('Log in to go on to Tusk Business.').waitFor();
      await fill_log_in(page, anna, demo.password_of(anna));
      await heading(page, 'Ansluta Sommarhus AB till Tusk Online?');
      await press(page, 'English');
      await heading(page, 'Connect Sommarhus AB to Tusk Online?');
      const width = () => page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok((await width()) <= 390);
      await check_accessible(page);
      await press(page, 'Svenska');
      await press(page, 'Avbryt');
      await heading(page, 'The log-in was cancelled');
      assert.ok((await width()) <= 390);
      await check_accessible(page);
      assert.equal((await ended).code, 5);
    });
  },
  { width: 390, height: 844, scheme: 'dark', locale: 'en-GB' },
);
