// Live events applied to the cache: a change made elsewhere is on the screen without anyone asking.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import type { Conflict, SyncStatus, TuskRecord } from '@/lib/api/types';
import { find_record, keys, put_record, take_record_away } from '@/lib/records/cache';
import { get_record } from '@/lib/records/get-record';
import { set_override } from '@/lib/records/save';
import { get_session } from '@/lib/session/get-session';
import { session_ended } from '@/lib/session/session-store';
import { make_store } from '@/lib/store';
import { list_conflicts } from '@/lib/sync/list-conflicts';
import { open_event_stream } from './event-stream';
import { highlight } from './highlights';

interface RecordEvent {
  type: string;
  id: number;
  operation: 'create' | 'update' | 'delete';
  etag: string | null;
  changed_by: string;
  source: 'office' | 'online';
}

// Whether the stream is open: the sync dot says so when it is not.
export const stream_open = make_store(true);

const list_pause_ms = 800; // new rows are gathered before a list is fetched again
const conflict_pause_ms = 150;
const conflicts_read = 200;

// on_override: the office has overridden a value of this person.
export function use_live(person_name: string, on_override: (conflict: Conflict) => void) {
  const queries = useQueryClient();
  const tell = useEffectEvent(on_override);
  useEffect(() => {
    const refresh = make_list_refresh(queries);
    const read_conflict = make_conflict_reader(queries, person_name, tell);
    return open_event_stream('/api/v1/events', {
      handlers: {
        record: (data) => void on_record(queries, refresh, data as RecordEvent, person_name),
        bulk: (data) => (data as { types: string[] }).types.forEach(refresh),
        sync: (data) => on_sync(queries, data as SyncStatus),
        conflict: (data) => read_conflict((data as { id: string }).id),
        disconnected: (data) => session_ended(queries, (data as { message: string }).message),
      },
      on_open: (after_gap) => {
        stream_open.set(true);
        if (after_gap) void queries.invalidateQueries();
      },
      on_lost: () => {
        stream_open.set(false);
        // If the session is over this answers 401, and the page asks for a log-in.
        get_session().catch(() => {});
      },
    });
  }, [queries, person_name]);
}

function make_list_refresh(queries: QueryClient) {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  return (type: string) => {
    if (waiting.has(type)) return;
    const run = () => {
      waiting.delete(type);
      void queries.invalidateQueries({ queryKey: ['records', type] });
    };
    waiting.set(type, setTimeout(run, list_pause_ms));
  };
}

async function on_record(
  queries: QueryClient,
  refresh: (type: string) => void,
  event: RecordEvent,
  person_name: string,
) {
  const { type, id } = event;
  if (event.operation === 'delete') {
    take_record_away(queries, type, id);
    refresh(type);
    return;
  }
  if (event.operation === 'create') return refresh(type);
  // A register that drop-downs have as a whole.
  if (queries.getQueryState(keys.titles(type))) refresh(type);
  const before = find_record(queries, type, id);
  if (before?.etag === event.etag || !is_shown(queries, type, id)) return;
  const record = await get_record(type, id, true).catch(() => null);
  if (!record) return;
  put_record(queries, record);
  // What the person does at the office is news here too.
  if (event.source === 'office' || record.changed_by !== person_name) {
    highlight(type, id, { by: record.changed_by, fields: changed_fields(before, record) });
  }
}

// True if a list or a card has the record.
function is_shown(queries: QueryClient, type: string, id: number): boolean {
  if (find_record(queries, type, id)) return true;
  return queries
    .getQueriesData<{ pages: { records: TuskRecord[] }[] }>({ queryKey: keys.list(type) })
    .some(([, list]) => list?.pages.some((page) => page.records.some((each) => each.id === id)));
}

function changed_fields(before: TuskRecord | undefined, after: TuskRecord): string[] {
  if (!before) return [];
  return Object.keys(after.fields).filter((name) => before.fields[name] !== after.fields[name]);
}

function on_sync(queries: QueryClient, status: SyncStatus) {
  queries.setQueryData(keys.sync_status, status);
  void queries.invalidateQueries({ queryKey: keys.sync_rounds });
  void queries.invalidateQueries({ queryKey: keys.sync_audits });
}

// The office overrode a value of this person: the page that shows the record says so at the field.
// Conflicts of one round come close together and are read together.
function make_conflict_reader(
  queries: QueryClient,
  person_name: string,
  on_override: (conflict: Conflict) => void,
) {
  let ids: string[] = [];
  const read = async () => {
    const asked = ids;
    ids = [];
    void queries.invalidateQueries({ queryKey: keys.sync_conflicts });
    const conflicts = await list_conflicts(conflicts_read).catch(() => []);
    for (const conflict of conflicts) {
      if (!asked.includes(conflict.id) || !is_override(conflict, person_name)) continue;
      const { type, record_id, field, losing_value, winning_value } = conflict;
      set_override(type, record_id, {
        field: field as string,
        mine: losing_value,
        theirs: winning_value,
        by: conflict.winning_by ?? '',
        at: conflict.winning_at ?? conflict.detected_at,
        conflict_id: conflict.id,
      });
      on_override(conflict);
    }
  };
  return (id: string) => {
    if (ids.length === 0) setTimeout(() => void read(), conflict_pause_ms);
    ids.push(id);
  };
}

function is_override(conflict: Conflict, person_name: string): boolean {
  if (conflict.kind !== 'same_field' || conflict.winner !== 'office') return false;
  return conflict.losing_by === person_name && !conflict.put_back_at;
}
