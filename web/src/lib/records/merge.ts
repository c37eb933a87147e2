// What to do when the server refuses a change since the record is no longer the one that the person
// saw (412): pure.
import type { Fields, FieldValue, TuskRecord } from '@/lib/api/types';

export interface Override {
  field: string;
  mine: FieldValue;
  theirs: FieldValue;
  by: string;
  at: string;
  // Decided by the merge of a synchronisation round, rather than between two saves here.
  conflict_id: string | null;
}

export type Resolution =
  // Someone changed other fields, or made the same change: send the rest again with the new etag.
  | { kind: 'retry'; etag: string; fields: Fields }
  // Nothing is left to change: both wanted the same.
  | { kind: 'done' }
  // Someone changed the same field to something else: the person chooses. `fields` are the others.
  | { kind: 'ask'; overrides: Override[]; etag: string; fields: Fields };

// base: the record the person saw. current: the record as it is now. change: what was to be saved.
export function resolve_refusal(base: TuskRecord, current: TuskRecord, change: Fields): Resolution {
  const rest: Fields = {};
  const overrides: Override[] = [];
  for (const [field, mine] of Object.entries(change)) {
    const before = base.fields[field] ?? null;
    const theirs = current.fields[field] ?? null;
    if (theirs === mine) continue;
    if (theirs === before) {
      rest[field] = mine;
      continue;
    }
    const { changed_by: by, changed_at: at } = current;
    overrides.push({ field, mine, theirs, by, at, conflict_id: null });
  }
  if (overrides.length > 0) return { kind: 'ask', overrides, etag: current.etag, fields: rest };
  if (Object.keys(rest).length === 0) return { kind: 'done' };
  return { kind: 'retry', etag: current.etag, fields: rest };
}
