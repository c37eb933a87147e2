// Another program sends its user here to log in, and gets them back.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { check_accessible } from '../support/accessible.mjs';
import { anna, erik, fill_log_in, log_in } from '../support/desktop.mjs';
import { test } from '../support/runner.mjs';

// A program on this computer that shows what it is sent.
async function with_program(demo, work) {
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Cache-Control', 'no-store');
    response.end('<link rel="icon" href="data:,"><h1>Tidrapport</h1>');
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const own = `http://127.0.0.1:${server.address().port}`;
  const printed = await demo.administer(
    ...['client', 'add', '--public', '--name', 'Tidrapport'],
    ...['--redirect-uri', `${own}/done`, '--post-logout-uri', `${own}/bye`],
  );
  const id = /id: (\S+)/.exec(printed)[1];
  const verifier = 'a-verifier-of-forty-three-characters-or-more';
  const address = (more = {}) =>
    `/oauth2/authorize?${new URLSearchParams({
      response_type: 'code',
      client_id: id,
      redirect_uri: `${own}/done`,
      scope: 'openid profile email',
      state: 'x',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    })}`;
  const redeem = async (back) => {
    const answer = await fetch(`${demo.url}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: id,
        code: new URL(back).searchParams.get('code'),
        redirect_uri: `${own}/done`,
        code_verifier: verifier,
      }),
    });
    return answer.json();
  };
  try {
    await work({ own, id, address, redeem });
  } finally {
    await new Promise((closed) => {
      server.close(closed);
      server.closeAllConnections();
    });
    await demo.administer('client', 'remove', '--id', id);
  }
}

const back_at_program = (page) =>
  page.getByRole('heading', { name: 'Tidrapport', exact: true }).waitFor();

async function log_in_to_program(page, demo) {
  await with_program(demo, async ({ address, redeem, own }) => {
    await page.goto(address());
    await page.getByText('Logga in för att fortsätta till Tidrapport.').waitFor();
    await fill_log_in(page, anna, demo.password_of(anna));
    await page.getByRole('heading', { name: 'Fortsätta till Tidrapport?' }).waitFor();
    await page.getByText(own, { exact: false }).waitFor();
    await check_accessible(page);
    await page.getByRole('button', { name: 'Fortsätt', exact: true }).click();
    await back_at_program(page);
    const tokens = await redeem(page.url());
    const about = await fetch(`${demo.url}/oauth2/userinfo`, {
      headers: { Authorization: `Bearer ${tokens.access_token}` },
    });
    assert.equal((await about.json()).email, anna);

    // Logged in already: asked, and not for the password; a refusal leads back too.
    await page.goto(address());
    await page.getByRole('button', { name: 'Avbryt' }).click();
    await back_at_program(page);
    assert.equal(new URL(page.url()).searchParams.get('error'), 'access_denied');

    // As somebody else, who has to log in.
    await page.goto(address());
    await page.getByRole('button', { name: 'Använd ett annat konto' }).click();
    await fill_log_in(page, erik, demo.password_of(erik));
    await page.getByText(erik, { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Fortsätt', exact: true }).click();
    await back_at_program(page);
  });
}

// REQ: TID-1
test('another program has its user log in here', ({ page, demo }) => log_in_to_program(page, demo));
test(
  'another program has its user log in here, on a phone, dark',
  ({ page, demo }) => log_in_to_program(page, demo),
  { width: 390, height: 844, scheme: 'dark' },
);

test('a program may want the password anew, and a log-out that is asked about', async ({
  page,
  demo,
}) => {
  await with_program(demo, async ({ address, id, own }) => {
    await page.goto('/contacts');
    await fill_log_in(page, anna, demo.password_of(anna));
    await page.getByRole('button', { name: /Användarmeny/ }).waitFor();
    await page.goto(address({ prompt: 'login' }));
    await fill_log_in(page, anna, demo.password_of(anna));
    await page.getByRole('button', { name: 'Fortsätt', exact: true }).click();
    await back_at_program(page);

    const log_out = new URLSearchParams({
      client_id: id,
      post_logout_redirect_uri: `${own}/bye`,
    });
    await page.goto(`/oauth2/logout?${log_out}`);
    await page.getByRole('heading', { name: 'Vill du logga ut?' }).waitFor();
    await check_accessible(page);
    await page.getByRole('button', { name: 'Logga ut' }).click();
    await back_at_program(page);
    assert.equal(page.url(), `${own}/bye`);
    await page.goto('/contacts');
    await page.getByRole('heading', { name: 'Logga in' }).waitFor();
  });
});

const shown = (dialogue, label) =>
  dialogue
    .locator('.client-value')
    .filter({ has: dialogue.page().getByText(label, { exact: true }) })
    .locator('code')
    .textContent();

// REQ: TID-1
test('a super user registers a program, and a person allows it and withdraws that', async ({
  page,
  demo,
  browser,
}) => {
  await with_program(demo, async ({ own, address }) => {
    await log_in(page, demo, '/settings/programs');
    await page.getByRole('heading', { name: 'Logga in i andra program med Tusk ID' }).waitFor();
    await page.getByRole('button', { name: 'Lägg till program' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Namn').fill('Löner');
    await form.getByLabel('Adresser att komma tillbaka till').fill('http://löner.example');
    await form.getByRole('button', { name: 'Lägg till', exact: true }).click();
    await form.getByRole('alert').getByText(/https/).waitFor();
    await form.getByLabel('Adresser att komma tillbaka till').fill(`${own}/done\n${own}/other`);
    await form.getByRole('button', { name: 'Lägg till', exact: true }).click();

    const given = page.getByRole('dialog', { name: 'Ge det här till Löner' });
    await given.waitFor();
    await check_accessible(page);
    const id = await shown(given, 'Id');
    const secret = await shown(given, 'Hemlighet');
    assert.match(secret, /^[0-9a-f]{64}$/);
    assert.equal(
      await shown(given, 'Adress till inställningarna'),
      `${demo.url}/.well-known/openid-configuration`,
    );
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await given.getByRole('button', { name: 'Kopiera Hemlighet' }).click();
    await page.getByText('Hemlighet är kopierad').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), secret);
    await given.getByRole('button', { name: 'Jag har sparat den' }).click();
    await page.getByText(`Id: ${id}`).waitFor();
    assert.ok(!(await page.content()).includes(secret), 'shown once');

    // A person of the company logs in to it, and sees it among what is allowed.
    const his = await browser.open(demo.url);
    await his.goto(address({ client_id: id }));
    await fill_log_in(his, erik, demo.password_of(erik));
    await his.getByRole('button', { name: 'Fortsätt', exact: true }).click();
    await back_at_program(his);
    await his.goto('/account/programs');
    await his.getByText('Löner').waitFor();
    await his.getByText(/Får känna igen dig.*veta din e-postadress/).waitFor();
    await check_accessible(his);
    await his.getByRole('button', { name: 'Ta tillbaka Löner' }).click();
    await his.getByRole('dialog').getByRole('button', { name: 'Ta tillbaka' }).click();
    await his.getByText('Löner släpps inte in längre').waitFor();
    await his.getByRole('button', { name: 'Ta tillbaka Löner' }).waitFor({ state: 'detached' });
    await his.goto(address({ client_id: id }));
    await his.getByRole('heading', { name: 'Fortsätta till Löner?' }).waitFor();

    await page.getByRole('button', { name: 'Redigera Löner' }).click();
    await form.getByLabel('Namn').fill('Löner och tid');
    await form.getByLabel('Adresser att komma tillbaka till').fill(`${own}/other`);
    await form.getByRole('button', { name: 'Spara' }).click();
    await page.getByText('Löner och tid är sparat').waitFor();
    await page.getByText(`${own}/done`).waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Ny hemlighet till Löner och tid' }).click();
    await form.getByRole('button', { name: 'Ny hemlighet' }).click();
    const renewed = page.getByRole('dialog', { name: 'Ge det här till Löner och tid' });
    await renewed.waitFor();
    assert.notEqual(await shown(renewed, 'Hemlighet'), secret);
    await renewed.getByRole('button', { name: 'Jag har sparat den' }).click();

    await page.getByRole('button', { name: 'Ta bort Löner och tid' }).click();
    await form.getByRole('button', { name: 'Ta bort', exact: true }).click();
    await page.getByText('Löner och tid är borttaget').waitFor();
    await page.getByRole('heading', { name: 'Logga in i andra program med Tusk ID' }).waitFor();

    await page.getByRole('link', { name: 'Granskningslogg' }).click();
    for (const event of [
      'Lade till anslutet program',
      'Släppte in programmet',
      'Släpper inte in programmet längre',
      'Ändrade anslutet program',
      'Gav anslutet program ny hemlighet',
      'Tog bort anslutet program',
    ]) {
      await page.getByRole('row').filter({ hasText: event }).first().waitFor();
    }
  });
});
