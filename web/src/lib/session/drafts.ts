// What someone had written but not saved when the session ended: kept in this tab's memory only (not
// in the browser's storage), and given back to the same person alone.

const drafts = new Map<string, unknown>();
let owner: string | null = null;

// Called at log-in: another person's drafts are dropped.
export function claim_drafts(person_and_company: string) {
  if (owner !== null && owner !== person_and_company) drafts.clear();
  owner = person_and_company;
}

export function drop_drafts() {
  drafts.clear();
  owner = null;
}

export function keep_draft(name: string, value: unknown) {
  drafts.set(name, value);
}

export function find_draft<Value>(name: string): Value | undefined {
  return drafts.get(name) as Value | undefined;
}

export function forget_draft(name: string) {
  drafts.delete(name);
}
