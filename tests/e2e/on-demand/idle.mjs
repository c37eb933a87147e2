// The twenty minutes of quiet, waited for. 4-session.mjs shows the same with a clock that is put forward.
import assert from 'node:assert/strict';
import { anna, field, fill_log_in, open_contact } from '../support/desktop.mjs';
import { test, until } from '../support/runner.mjs';

const minute = 60_000;

// A program that asks every ten seconds without a person's doing, until the answer is no. How many ms it was answered.
async function ask_until_refused(context) {
  const start = performance.now();
  let answered = 0;
  const background = { headers: { 'X-Background': '1' } };
  await until(
    'the server to end the session',
    async () => {
      const answer = await context.request.get('/api/v1/session', background);
      if (answer.status() === 401) return true;
      assert.equal(answer.status(), 200);
      answered = performance.now() - start;
      return false;
    },
    { patience_ms: 25 * minute, look_every_ms: 10_000 },
  );
  return answered;
}

// REQ: SEC-1
test('after twenty minutes of quiet the session is over, on the page and on the server', async ({
  page,
  demo,
  browser,
}) => {
  const { id } = await demo.add_contact({ name: 'Vilhelmina Ur', phone: '0940-100' });
  // Nobody looks at this one: the server alone can end it.
  const unseen = await browser.open(demo.url);
  const made = await unseen.request.post('/api/v1/session', {
    data: { email: anna, password: demo.password_of(anna) },
  });
  assert.equal(made.status(), 200);
  const refused = ask_until_refused(unseen.context());

  await open_contact(page, demo, id);
  await field(page, 'Telefon').fill('0940-200');
  const start = performance.now();
  const waited = () => (performance.now() - start) / minute;
  await page.getByText('Är du kvar?').waitFor({ timeout: 19 * minute });
  assert.ok(waited() > 17.9, `the warning came after ${waited()} minutes`);
  await page.getByText(/Du har loggats ut eftersom ingen arbetat/).waitFor({ timeout: 3 * minute });
  assert.ok(waited() > 19.9, `logged out after ${waited()} minutes`);
  assert.equal(await page.getByText('Vilhelmina Ur').count(), 0);
  const answered = await refused;
  assert.ok(answered > 19.7 * minute, `the server ended it after ${answered / minute} minutes`);
  assert.ok(answered < 20.1 * minute, `the server answered for ${answered / minute} minutes`);
  await unseen.context().close();

  await fill_log_in(page, anna, demo.password_of(anna));
  await field(page, 'Telefon').waitFor();
  assert.equal(await field(page, 'Telefon').inputValue(), '0940-200');
});
