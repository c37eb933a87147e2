// What someone has written but not saved. Kept in this tab's session storage, so that it survives a
// reload, and given back to the same person in the same company alone: after the session ended for
// want of activity it waits, a log-out or another person's log-in drops it.

const prefix = 'tusk-draft ';
const owner_key = 'tusk-drafts-of';

function draft_keys(): string[] {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(prefix));
}

export function drop_drafts() {
  for (const key of draft_keys()) sessionStorage.removeItem(key);
  sessionStorage.removeItem(owner_key);
}

// Called when a session begins or a page with one is loaded.
export function claim_drafts(person_and_company: string) {
  if (sessionStorage.getItem(owner_key) !== person_and_company) drop_drafts();
  sessionStorage.setItem(owner_key, person_and_company);
}

export function keep_draft(name: string, value: unknown) {
  try {
    sessionStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // The storage is full or switched off: what is written is then only on the page.
  }
}

export function find_draft<Value>(name: string): Value | undefined {
  const text = sessionStorage.getItem(prefix + name);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

export function forget_draft(name: string) {
  sessionStorage.removeItem(prefix + name);
}
