import assert from 'node:assert/strict';
import { anna, erik, fill_log_in, log_in } from '../support/desktop.mjs';
import { test } from '../support/runner.mjs';

test('a wrong password and an unknown address give the same neutral sentence', async ({ page }) => {
  await page.goto('/contacts');
  await fill_log_in(page, anna, 'fel lösenord');
  const failure = page.locator('#log-in-failure');
  await failure.getByText(/\S/).waitFor();
  const sentence = await failure.textContent();
  await fill_log_in(page, 'okand@norrsken.example', 'fel lösenord');
  await page.waitForFunction(
    () => !document.querySelector('button[type=submit]').hasAttribute('data-loading'),
  );
  assert.equal(await failure.textContent(), sentence);
  assert.equal(await page.getByRole('grid').count(), 0);
});

test('after the log-in one is where one wanted to be', async ({ page, demo }) => {
  await log_in(page, demo, '/synchronisation');
  await page.getByRole('heading', { name: 'Synkronisering', exact: true }).waitFor();
  await page.getByText('Norrsken Bygg AB').first().waitFor();
});

test('everything is there in English too', async ({ page, demo }) => {
  await log_in(page, demo, '/contacts', erik);
  await page.getByRole('button', { name: /Användarmeny/ }).click();
  await page.getByRole('menuitem', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Contacts', exact: true }).waitFor();
  await page.getByRole('columnheader', { name: 'Telephone' }).waitFor();
  // It is the person's choice, on whatever computer.
  await page.reload();
  await page.getByRole('heading', { name: 'Contacts', exact: true }).waitFor();
  await page.getByRole('button', { name: /User menu/ }).click();
  await page.getByRole('menuitem', { name: 'Svenska' }).click();
  await page.getByRole('heading', { name: 'Kontakter', exact: true }).waitFor();
});

test('after a log-out nothing is shown, not even going back', async ({ page, demo }) => {
  await log_in(page, demo);
  await page.getByRole('grid').waitFor();
  await page.getByRole('button', { name: /Användarmeny/ }).click();
  await page.getByRole('menuitem', { name: 'Logga ut' }).click();
  await page.getByRole('heading', { name: 'Logga in' }).waitFor();
  await page.goBack();
  await page.goForward();
  await page.getByRole('heading', { name: 'Logga in' }).waitFor();
  assert.equal(await page.getByRole('grid').count(), 0);
});

// REQ: WEB-1
test(
  'without JavaScript the page says so, and how to mend it, in both languages',
  async ({ page }) => {
    await page.goto('/contacts');
    const main = page.locator('main');
    const text = (await main.innerText()).replaceAll(/\s+/g, ' ');
    for (const said of [
      'Tusk Online behöver JavaScript',
      'Sekretess och säkerhet – Webbplatsinställningar – JavaScript, och ladda sedan om sidan',
      'Tusk Online needs JavaScript',
      'Privacy and security – Site settings – JavaScript, and then reload the page',
    ]) {
      assert.ok(text.includes(said), text);
    }
    const { y, height } = await main.boundingBox();
    assert.ok(y >= 0 && y + height <= page.viewportSize().height, 'seen without scrolling');
  },
  { scripts: false },
);
