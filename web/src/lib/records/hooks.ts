// Records for components.
import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { ApiError } from '@/lib/api/client';
import type { TuskRecord } from '@/lib/api/types';
import { keys } from './cache';
import { get_record } from './get-record';
import { list_records, type ListQuery } from './list-records';
import { page_size } from './paging';
import { use_store } from '@/lib/store';
import { get_type } from './registry';
import { title_key, titles } from './titles';

// All pages of a list so far; keeps the old rows while those of a new query are on their way.
export function use_record_list(type: string, query: ListQuery) {
  const queries = useQueryClient();
  return useInfiniteQuery({
    queryKey: keys.list(type, query),
    queryFn: ({ pageParam, signal }) =>
      list_records({
        type,
        ...query,
        limit: page_size,
        cursor: pageParam,
        background: is_refresh(queries, keys.list(type, query)),
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

// A list that is fetched again since something changed: nobody asked for that.
function is_refresh(queries: QueryClient, key: readonly unknown[]): boolean {
  return queries.getQueryState(key)?.isInvalidated ?? false;
}

export function use_record(type: string, id: number) {
  const queries = useQueryClient();
  return useQuery({
    queryKey: keys.one(type, id),
    queryFn: () => get_record(type, id, is_refresh(queries, keys.one(type, id))),
    // What a list already has of the record is shown at once.
    placeholderData: () => find_in_lists(queries, type, id),
    retry: (count, error) => !(error instanceof ApiError && error.status === 404) && count < 2,
  });
}

function find_in_lists(queries: QueryClient, type: string, id: number): TuskRecord | undefined {
  const lists = queries.getQueriesData<{ pages: { records: TuskRecord[] }[] }>({
    queryKey: keys.list(type),
  });
  for (const [, list] of lists) {
    for (const page of list?.pages ?? []) {
      const found = page.records?.find((record) => record.id === id);
      if (found) return found;
    }
  }
  return undefined;
}

const most_titles = 2000;

async function list_all(type: string): Promise<TuskRecord[]> {
  const all: TuskRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await list_records({ type, limit: 500, cursor, background: true });
    all.push(...page.records);
    cursor = page.next_cursor ?? undefined;
  } while (cursor && all.length < most_titles);
  return all;
}

// Whole registers that are small (employees, departments, properties): for drop-downs and names.
export function use_small_register(type: string, enabled = true) {
  const { data } = useQuery({
    queryKey: keys.titles(type),
    queryFn: () => list_all(type),
    staleTime: 10 * 60_000,
    enabled,
  });
  const title_field = get_type(type).title_field;
  const titles = useMemo(
    () => new Map((data ?? []).map((each) => [each.id, String(each.fields[title_field] ?? '')])),
    [data, title_field],
  );
  return { records: data ?? [], titles };
}

// The name of one record of a large register.
export function use_title(type: string, id: number | null): string {
  const queries = useQueryClient();
  const known = use_store(titles, (all) => all[title_key(type, id ?? 0)]);
  const { data } = useQuery({
    queryKey: keys.one(type, id ?? 0),
    queryFn: () => get_record(type, id ?? 0, true),
    placeholderData: () => (id === null ? undefined : find_in_lists(queries, type, id)),
    enabled: id !== null && known === undefined,
    staleTime: 5 * 60_000,
  });
  if (known !== undefined) return known;
  return data ? String(data.fields[get_type(type).title_field] ?? '') : '';
}
