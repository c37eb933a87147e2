// Saving fields of a record: shown at once, sent one save after the other, merged when someone else
// was faster, and told at the field when it can't be settled without the person.
import type { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/lib/api/client';
import type { Fields, TuskRecord } from '@/lib/api/types';
import { error_text } from '@/lib/error-text';
import { make_store } from '@/lib/store';
import { get_record } from './get-record';
import { clear_pending, find_record, get_pending, put_record, set_pending } from './cache';
import { resolve_refusal, type Override } from './merge';
import { update_record } from './update-record';

export type FieldState =
  | { kind: 'saving' }
  | { kind: 'saved' }
  // The server's sentence, and what the person wrote, so that it can be mended.
  | { kind: 'refused'; message: string; value: Fields[string] };

export interface EditState {
  fields: Record<string, FieldState>;
  overrides: Record<string, Override>;
}

const nothing: EditState = { fields: {}, overrides: {} };
export const edit_states = make_store<Record<string, EditState>>({});
export const edit_state_of = (all: Record<string, EditState>, type: string, id: number) =>
  all[`${type}/${id}`] ?? nothing;

// How often a change is sent again when others keep changing the same record.
const most_attempts = 5;
const tick_ms = 1600;

const queues = new Map<string, Promise<void>>();
// The etag that came of an etag through our own saves: a save begun before an earlier one was
// answered is not a change of an outdated record.
const successors = new Map<string, string>();

function newest(etag: string): string {
  let found = etag;
  for (let next = successors.get(found); next && next !== found; next = successors.get(found)) {
    found = next;
  }
  return found;
}

function change_state(type: string, id: number, change: (state: EditState) => EditState) {
  const all = edit_states.get();
  edit_states.set({ ...all, [`${type}/${id}`]: change(edit_state_of(all, type, id)) });
}

function set_fields(type: string, id: number, names: string[], state: FieldState | null) {
  change_state(type, id, (old) => {
    const fields = { ...old.fields };
    for (const name of names) {
      if (state) fields[name] = state;
      else delete fields[name];
    }
    return { ...old, fields };
  });
}

export function set_override(type: string, id: number, override: Override) {
  change_state(type, id, (old) => ({
    ...old,
    overrides: { ...old.overrides, [override.field]: override },
  }));
}

export function clear_override(type: string, id: number, field: string) {
  change_state(type, id, (old) => {
    const { [field]: _gone, ...overrides } = old.overrides;
    return { ...old, overrides };
  });
}

export function clear_refusal(type: string, id: number, field: string) {
  set_fields(type, id, [field], null);
}

export function forget_all_edits() {
  edit_states.set({});
  queues.clear();
  successors.clear();
  clear_pending();
}

// base: the record as the person saw it when they began to write. Resolves to the saved record, or
// to null when it was not saved; the field then says why.
export function save_fields(
  queries: QueryClient,
  base: TuskRecord,
  change: Fields,
): Promise<TuskRecord | null> {
  const { type, id } = base;
  const names = Object.keys(change);
  set_pending(type, id, { ...get_pending(type, id), ...change });
  put_record(queries, find_record(queries, type, id) ?? base);
  set_fields(type, id, names, { kind: 'saving' });
  for (const name of names) clear_override(type, id, name);

  const key = `${type}/${id}`;
  const before = queues.get(key) ?? Promise.resolve();
  const result = before
    .then(() => send(base, change))
    .then(
      (outcome) => finish(queries, base, change, outcome),
      (error: unknown) => give_up(queries, base, change, error),
    );
  queues.set(
    key,
    result.then(() => undefined),
  );
  return result;
}

interface Outcome {
  record: TuskRecord;
  overrides: Override[];
}

async function send(base: TuskRecord, change: Fields): Promise<Outcome> {
  const overrides: Override[] = [];
  let etag = newest(base.etag);
  let fields = change;
  for (let attempt = 1; ; attempt++) {
    try {
      const record = await update_record(base.type, base.id, etag, fields);
      if (record.etag !== base.etag) successors.set(base.etag, record.etag);
      if (record.etag !== etag) successors.set(etag, record.etag);
      successors.delete(record.etag);
      return { record, overrides };
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412 || attempt >= most_attempts) {
        throw error;
      }
      const current = error.current ?? (await get_record(base.type, base.id, true));
      const resolution = resolve_refusal(base, current, fields);
      if (resolution.kind === 'done') return { record: current, overrides };
      if (resolution.kind === 'ask') overrides.push(...resolution.overrides);
      if (Object.keys(resolution.fields).length === 0) return { record: current, overrides };
      ({ etag, fields } = resolution);
    }
  }
}

// The fields of this save are no longer under way, unless a later save has changed them again.
function settle(type: string, id: number, change: Fields) {
  const left = Object.entries(get_pending(type, id)).filter(
    ([name, value]) => !(name in change) || change[name] !== value,
  );
  set_pending(type, id, left.length > 0 ? Object.fromEntries(left) : null);
}

function finish(queries: QueryClient, base: TuskRecord, change: Fields, outcome: Outcome) {
  const { type, id } = base;
  settle(type, id, change);
  put_record(queries, outcome.record);
  const lost = outcome.overrides.map((override) => override.field);
  for (const override of outcome.overrides) set_override(type, id, override);
  set_fields(type, id, lost, null);
  const saved = Object.keys(change).filter((name) => !lost.includes(name));
  set_fields(type, id, saved, { kind: 'saved' });
  setTimeout(() => set_fields_if_saved(type, id, saved), tick_ms);
  return saved.length > 0 ? outcome.record : null;
}

function set_fields_if_saved(type: string, id: number, names: string[]) {
  const { fields } = edit_state_of(edit_states.get(), type, id);
  const still = names.filter((name) => fields[name]?.kind === 'saved');
  if (still.length > 0) set_fields(type, id, still, null);
}

async function give_up(
  queries: QueryClient,
  base: TuskRecord,
  change: Fields,
  error: unknown,
): Promise<null> {
  const { type, id } = base;
  settle(type, id, change);
  const message = error_text(error);
  const problems = error instanceof ApiError ? error.problems : [];
  for (const [name, value] of Object.entries(change)) {
    const own = problems.find((problem) => problem.field === name)?.message ?? message;
    set_fields(type, id, [name], { kind: 'refused', message: own, value });
  }
  const shown = find_record(queries, type, id) ?? base;
  const restored = { ...shown.fields };
  for (const name of Object.keys(change)) restored[name] = base.fields[name] ?? null;
  put_record(queries, { ...shown, fields: restored });
  void queries.invalidateQueries({ queryKey: ['records', type, 'one', id] });
  return null;
}
