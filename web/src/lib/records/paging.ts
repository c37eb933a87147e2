// The pages of a list in the cache, which is what TanStack Query keeps of a cursor list: pure.
import type { RecordPage, TuskRecord } from '@/lib/api/types';

export interface PagedList {
  pages: RecordPage[];
  pageParams: unknown[];
}

export const page_size = 200;

export function loaded_count(list: PagedList | undefined): number {
  return list?.pages.reduce((sum, page) => sum + page.records.length, 0) ?? 0;
}

// How many records match in all, as the newest page knows it.
export function total_of(list: PagedList | undefined): number {
  return list?.pages.at(-1)?.total ?? 0;
}

// The record in that row; undefined if its page is not here yet. Pages need not be full, since
// records are removed from them.
export function record_at(list: PagedList | undefined, index: number): TuskRecord | undefined {
  let before = 0;
  for (const page of list?.pages ?? []) {
    if (index < before + page.records.length) return page.records[index - before];
    before += page.records.length;
  }
  return undefined;
}

export function index_of(list: PagedList | undefined, id: number): number {
  let before = 0;
  for (const page of list?.pages ?? []) {
    const index = page.records.findIndex((record) => record.id === id);
    if (index >= 0) return before + index;
    before += page.records.length;
  }
  return -1;
}

function looks_same(one: TuskRecord, other: TuskRecord): boolean {
  if (one.etag !== other.etag) return false;
  return Object.keys(other.fields).every((name) => one.fields[name] === other.fields[name]);
}

// The list with the record's new content, in its old place so that nothing jumps under the mouse.
// The same object if the record is not in the list, or looks the same.
export function with_record(list: PagedList, record: TuskRecord): PagedList {
  let found = false;
  const pages = list.pages.map((page) => {
    const index = page.records.findIndex((each) => each.id === record.id);
    const old = page.records[index];
    if (!old || looks_same(old, record)) return page;
    found = true;
    return { ...page, records: page.records.with(index, record) };
  });
  return found ? { ...list, pages } : list;
}

// The list without the record, and with a total that fits on every page.
export function without_record(list: PagedList, id: number): PagedList {
  if (index_of(list, id) < 0) return list;
  const pages = list.pages.map((page) => ({
    ...page,
    total: page.total - 1,
    records: page.records.filter((record) => record.id !== id),
  }));
  return { ...list, pages };
}
