// Records in the query cache: where they are, and how a new version of one reaches every place.
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Fields, RecordPage, TuskRecord } from '@/lib/api/types';
import { with_record, without_record } from './paging';
import { learn_title } from './titles';

export const keys = {
  list: (type: string, query?: object) =>
    query ? ['records', type, 'list', query] : ['records', type, 'list'],
  one: (type: string, id: number) => ['records', type, 'one', id],
  // The records of a type that belong to one record of another.
  children: (type: string, parent: number) => ['records', type, 'of', parent],
  titles: (type: string) => ['records', type, 'titles'],
  sync_status: ['sync', 'status'],
  sync_rounds: ['sync', 'rounds'],
  sync_conflicts: ['sync', 'conflicts'],
  sync_problems: ['sync', 'problems'],
  sync_audits: ['sync', 'audits'],
};

// Fields being saved: shown as the person wrote them, whatever version of the record arrives.
const pending = new Map<string, Fields>();
const key_of = (type: string, id: number) => `${type}/${id}`;

export function set_pending(type: string, id: number, fields: Fields | null) {
  if (fields) pending.set(key_of(type, id), fields);
  else pending.delete(key_of(type, id));
}

export function get_pending(type: string, id: number): Fields {
  return pending.get(key_of(type, id)) ?? {};
}

export function clear_pending() {
  pending.clear();
}

export function find_record(queries: QueryClient, type: string, id: number) {
  return queries.getQueryData<TuskRecord>(keys.one(type, id));
}

export function put_record(queries: QueryClient, record: TuskRecord) {
  learn_title(record);
  const mine = get_pending(record.type, record.id);
  const shown = { ...record, fields: { ...record.fields, ...mine } };
  queries.setQueryData(keys.one(record.type, record.id), shown);
  queries.setQueriesData<InfiniteData<RecordPage>>(
    { queryKey: keys.list(record.type) },
    (list) => list && with_record(list, shown),
  );
}

export function take_record_away(queries: QueryClient, type: string, id: number) {
  queries.setQueriesData<InfiniteData<RecordPage>>(
    { queryKey: keys.list(type) },
    (list) => list && without_record(list, id),
  );
}
