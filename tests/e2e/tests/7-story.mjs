// One person's story from the first day: the company is connected, she is invited by mail, accepts,
// works, is locked out by a stranger, and opens her account with a letter.
import assert from 'node:assert/strict';
import { anna, fill_log_in } from '../support/desktop.mjs';
import { wait_for_link } from '../support/letters.mjs';
import { Office } from '../support/office.mjs';
import { test, until } from '../support/runner.mjs';

const company = 'Fjällstugan AB';
const maria = 'maria@fjallstugan.example';
const first_password = 'fem bruna grisar i hage';
const new_password = 'nio svarta katter pa taket';
const failure = (page) => page.locator('#log-in-failure').getByText(/\S/);
const signed_in = (page) => page.getByRole('button', { name: /Användarmeny/ }).waitFor();
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

async function connect(page, demo, office) {
  await office.set_up(anna);
  await office.tusk(
    ...['employee', 'add', 'first_name=Maria', 'last_name=Fjäll', `email=${maria}`],
  );
  const { address, ended } = await office.in_browser(['online', 'connect', demo.url, '--no-wait']);
  await page.goto(address);
  await fill_log_in(page, anna, demo.password_of(anna));
  await press(page, 'Anslut');
  assert.equal((await ended).code, 0);
  office.start_service();
  await until('the first synchronisation', async () => {
    const { state } = await office.tusk('online', 'status');
    return state === 'synchronised';
  });
}

async function invite(page) {
  await page.getByLabel('Användare eller anställd').fill('Maria Fjäll');
  await page.getByRole('option', { name: 'Maria Fjäll' }).click();
  await press(page, 'Skicka invitation');
  await page.getByText('Invitationen till Maria Fjäll är skickad').waitFor();
}

async function accept(page, link) {
  await page.goto(link);
  await page.getByRole('heading', { name: `Välkommen till ${company}` }).waitFor();
  await page.getByLabel('Välj ett lösenord').fill(first_password);
  await press(page, 'Tacka ja och logga in');
  await signed_in(page);
}

// Until nobody but her own browser gets in; what passes between the tries is what the server waits.
async function lock_out(page, demo) {
  for (let tries = 0; tries < 10; tries++) {
    await page.goto('/');
    await fill_log_in(page, maria, `gissning nummer ${tries} av tio`);
    await failure(page).waitFor();
    demo.change_directory('UPDATE directory_login_counter SET not_before = 0');
  }
}

async function set_new_password(page, demo) {
  await page.getByRole('link', { name: 'Glömt lösenordet' }).click();
  await page.getByLabel('E-post').fill(maria);
  await press(page, 'Skicka brev');
  await page.getByText(`Om ${maria} har ett Tusk ID`).waitFor();
  await page.goto(await wait_for_link(demo, maria, 'reset-password'));
  await page.getByLabel('Nytt lösenord', { exact: true }).fill(new_password);
  await press(page, 'Spara lösenordet');
  await page.getByText('Lösenordet är sparat. Logga in med det.').waitFor();
}

// REQ: CON-6, ACC-1, ACC-6, TID-3, TID-5
test('from connecting to a forgotten password: one person’s story', async ({
  page,
  demo,
  browser,
}) => {
  const office = new Office(demo, company);
  try {
    await connect(page, demo, office);
    await page.goto('/settings/accounts');
    await page.getByRole('button', { name: /Byt företag/ }).click();
    await page.getByRole('menuitem', { name: company }).click();
    await page.getByRole('button', { name: `Företag: ${company}. Byt företag` }).waitFor();
    await invite(page);

    const hers = await browser.open(demo.url);
    await accept(hers, await wait_for_link(demo, maria, 'invitation'));
    await hers.getByRole('button', { name: /Användarmeny/ }).click();
    await hers.getByRole('menuitem', { name: 'Logga ut' }).click();
    await fill_log_in(hers, maria, first_password);
    await signed_in(hers);

    const strange = await browser.open(demo.url);
    await lock_out(strange, demo);
    await strange.goto('/');
    await fill_log_in(strange, maria, first_password);
    await failure(strange).waitFor();
    await set_new_password(strange, demo);
    await fill_log_in(strange, maria, first_password);
    await failure(strange).waitFor();
    await fill_log_in(strange, maria, new_password);
    await signed_in(strange);
    await hers.reload();
    await hers.getByRole('heading', { name: 'Logga in' }).waitFor(); // the old password's log-in
    assert.deepEqual([hers.complaints, strange.complaints], [[], []]);

    const ending = await office.in_browser(['online', 'disconnect', '--yes']);
    await page.goto(ending.address);
    await fill_log_in(page, anna, demo.password_of(anna));
    await press(page, 'Koppla från');
    assert.equal((await ending.ended).code, 0);
  } finally {
    await office.stop_service();
    office.close();
  }
});
