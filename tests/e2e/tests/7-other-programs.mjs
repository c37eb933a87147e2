// Another program sends its user here to log in, and gets them back.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { anna, erik, fill_log_in } from '../support/desktop.mjs';
import { test } from '../support/runner.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function check_accessible(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await window.axe.run()).violations);
  assert.deepEqual(
    found.map(({ id }) => id),
    [],
  );
}

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
