// A role of the company's own, and the audit that tells of it.
import { erik, card, log_in, row } from '../support/desktop.mjs';
import { test } from '../support/runner.mjs';

const give = (demo, role) =>
  demo.administer(
    ...['admin', 'add-person', '--email', erik, '--company', 'Norrsken Bygg AB', '--role', role],
  );

// REQ: SEC-3, ACC-5
test('a role can be limited to contacts with oneself as Our reference', async ({ page, demo }) => {
  await log_in(page, demo, '/settings/roles');
  await page.getByRole('button', { name: 'Ny roll' }).click();
  const form = page.getByRole('dialog');
  const own = form.getByRole('checkbox', { name: 'Bara kontakter där man själv är Vår referens' });
  await form.getByLabel('Namn').fill('Säljare');
  await own.waitFor({ state: 'detached' });
  await form
    .getByRole('radiogroup', { name: 'Kontakter', exact: true })
    .getByRole('radio', { name: 'Full' })
    .check();
  await own.check();
  await form.getByRole('button', { name: 'Spara' }).click();
  await page.getByText('Läser och ändrar: Kontakter (bara egna)').waitFor();

  await page.getByRole('button', { name: 'Redigera Säljare' }).click();
  if (!(await own.isChecked())) throw new Error('the limit was not kept');
  await own.uncheck();
  await form.getByRole('button', { name: 'Spara' }).click();
  await page.getByText('Läser och ändrar: Kontakter', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Ta bort Säljare' }).click();
  await form.getByRole('button', { name: 'Ta bort', exact: true }).click();
  await page.getByText('Rollen Säljare är borttagen').waitFor();
});

// REQ: SEC-3, ACC-5
test('a role of the company lets read one register, and the audit tells of it', async ({
  page,
  demo,
  browser,
}) => {
  const { id } = await demo.add_contact({ name: 'Kalix Färg', phone: '0923-1' });
  await log_in(page, demo, '/settings/roles');
  await page.getByRole('button', { name: 'Ny roll' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Namn').fill('Växel');
  await form
    .getByRole('radiogroup', { name: 'Kontakter', exact: true })
    .getByRole('radio', { name: 'Läsa' })
    .check();
  await form.getByRole('button', { name: 'Spara' }).click();
  await page.getByText('Läser: Kontakter').waitFor();

  const role = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/administration/roles');
    return (await answer.json()).roles[0].id;
  });
  await give(demo, role);
  try {
    const his = await browser.open(demo.url);
    await log_in(his, demo, `/contacts/${id}`, erik);
    await card(his).getByRole('heading', { name: 'Kalix Färg' }).waitFor();
    await card(his)
      .getByRole('group', { name: 'Telefon', exact: true })
      .getByText('0923-1')
      .waitFor();
    await his.getByRole('link', { name: 'Ny kontakt' }).waitFor({ state: 'detached' });
    await his.getByRole('link', { name: 'Kontaktpersoner' }).waitFor({ state: 'detached' });
    await his.getByRole('button', { name: 'Lägg till text' }).waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Ta bort Växel' }).click();
    const question = page.getByRole('dialog');
    await question.getByRole('button', { name: 'Ta bort', exact: true }).click();
    await question.getByText(/har rollen ”Växel”/).waitFor();
    await question.getByRole('button', { name: 'Stäng' }).click();
  } finally {
    await give(demo, 'member');
  }
  page.complaints.length = 0; // the refusal was asked for
  await page.getByRole('button', { name: 'Ta bort Växel' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ta bort', exact: true }).click();
  await page.getByText('Rollen Växel är borttagen').waitFor();

  await page.getByRole('link', { name: 'Granskningslogg' }).click();
  await row(page, 'Ändrade egen roll').first().getByText('Anna Berg').waitFor();
  await row(page, 'Tog bort egen roll').getByText('Växel').waitFor();
  await row(page, 'Gav roll').first().getByText('tusk-online admin').waitFor();
});
