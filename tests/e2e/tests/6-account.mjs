import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { erik, fill_log_in, log_in } from '../support/desktop.mjs';
import { test } from '../support/runner.mjs';

const period_s = 30;

// RFC 6238, of a secret as people type it.
function totp(secret, step) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/g);
  const key = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = hash[19] & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const now_step = () => Math.floor(Date.now() / 1000 / period_s);

async function open_profile(page) {
  await page.getByRole('button', { name: /Användarmeny/ }).click();
  await page.getByRole('menuitem', { name: 'Profil' }).click();
  await page.getByRole('heading', { name: 'Profil', level: 1 }).waitFor();
}

async function log_out(page) {
  await page.getByRole('button', { name: /Användarmeny/ }).click();
  await page.getByRole('menuitem', { name: 'Logga ut' }).click();
  await page.getByRole('heading', { name: 'Logga in' }).waitFor();
}

async function enter_code(page, label, code) {
  await page.getByLabel(label, { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Logga in' }).click();
}

const signed_in = (page) => page.getByRole('button', { name: /Användarmeny/ }).waitFor();

// REQ: TID-2
test('two-step log-in: set up, asked for, each code good once, and taken away again', async ({
  page,
  demo,
}) => {
  await log_in(page, demo, '/profile', erik);
  await page.getByRole('button', { name: 'Ställ in' }).click();
  await page.getByRole('img', { name: 'Bild att läsa av med appen' }).waitFor();
  const secret = (await page.locator('.set-up-secret').textContent()).replaceAll(' ', '');
  // The step before counts too: so the one of now is still to be used.
  await page.getByLabel('Skriv koden som appen visar').fill(totp(secret, now_step() - 1));
  await page.getByRole('button', { name: 'Slå på' }).click();
  const codes = page.locator('.recovery-codes code');
  await codes.first().waitFor();
  assert.equal(await codes.count(), 10);
  const paper = await codes.allTextContents();
  await page.getByRole('button', { name: 'Jag har sparat dem' }).click();
  await page.getByText('10 koder kvar').waitFor();

  await log_out(page);
  await fill_log_in(page, erik, demo.password_of(erik));
  await page.getByRole('heading', { name: 'Ett steg till' }).waitFor();
  const step = now_step();
  await enter_code(page, 'Kod', totp(secret, step));
  await signed_in(page);

  await log_out(page);
  await fill_log_in(page, erik, demo.password_of(erik));
  await enter_code(page, 'Kod', totp(secret, step));
  await page.getByText(/Koden stämmer inte eller är redan använd/).waitFor();
  await page.getByRole('button', { name: 'Använd en återställningskod' }).click();
  await enter_code(page, 'Återställningskod', paper[0].toUpperCase());
  await signed_in(page);

  await open_profile(page);
  await page.getByText('9 koder kvar').waitFor();
  await page.getByRole('button', { name: 'Ta bort' }).click();
  await page.getByText('Inte inställd.').waitFor();
  await log_out(page);
  await log_in(page, demo, '/contacts', erik);
});

test('a log-in elsewhere is shown and ended', async ({ page, demo, browser }) => {
  const elsewhere = await browser.open(demo.url);
  try {
    await log_in(elsewhere, demo, '/contacts', erik);
    await log_in(page, demo, '/profile', erik);
    const sessions = page.getByRole('region', { name: 'Inloggningar' });
    await sessions.getByText('Den här').waitFor();
    await sessions.getByRole('button', { name: 'Avsluta alla andra' }).click();
    await elsewhere.getByRole('heading', { name: 'Logga in' }).waitFor();
    await sessions
      .getByRole('button', { name: 'Avsluta alla andra' })
      .waitFor({ state: 'detached' });
  } finally {
    await elsewhere.context().close();
  }
});
