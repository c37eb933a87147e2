// What a person does in the web desktop, in few words.

export const anna = 'anna@norrsken.example';
export const erik = 'erik@norrsken.example';

export async function fill_log_in(page, email, password) {
  await page.getByLabel(/^(E-post|E-mail)$/).fill(email);
  await page.getByLabel(/^(Lösenord|Password)$/).fill(password);
  await page.getByRole('button', { name: /^(Logga in|Log in)$/ }).click();
}

// path: where to go; the log-in page stands there until one has logged in.
export async function log_in(page, demo, path = '/contacts', email = anna) {
  await page.goto(path);
  await fill_log_in(page, email, demo.password_of(email));
  await page.getByRole('button', { name: /(Användarmeny|User menu)/ }).waitFor();
}

export async function open_contact(page, demo, id, email = anna) {
  await log_in(page, demo, `/contacts/${id}`, email);
  await card(page)
    .getByRole('button', { name: /^(Ta bort|Stäng|Close)/ })
    .first()
    .waitFor();
}

export const card = (page) => page.locator('article.card');

// A field of the open card.
export const field = (page, label) => card(page).getByLabel(label, { exact: true });

export async function write(page, label, text) {
  await field(page, label).fill(text);
  await field(page, label).press('Enter');
}

export const row = (page, name) => page.getByRole('row').filter({ hasText: name });

// The notice that someone else changed the same field.
export const notice = (page) => card(page).locator('.override');
