// What a list shows, as the address has it: pure.
import type { ListQuery } from './list-records';

export interface ListSearch {
  q?: string;
  // The field of a yes-or-no that must be yes: is_customer, is_supplier …
  only?: string;
  inactive?: true;
  sort?: string;
  // The card takes the whole page.
  full?: true;
}

const field_name = /^[a-z][a-z0-9_]*$/;
const sort_name = /^-?[a-z][a-z0-9_]*$/;
const most_searched = 200;

function text(value: unknown): string | undefined {
  // The router reads 123 in an address as a number.
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value.slice(0, most_searched) : undefined;
}

// Tolerant: what an address has wrong is left out.
export function parse_list_search(search: Record<string, unknown>): ListSearch {
  const found: ListSearch = {};
  const q = text(search.q);
  const only = text(search.only);
  const sort = text(search.sort);
  if (q) found.q = q;
  if (only && field_name.test(only)) found.only = only;
  if (search.inactive === true) found.inactive = true;
  if (sort && sort_name.test(sort)) found.sort = sort;
  if (search.full === true) found.full = true;
  return found;
}

export function query_of(search: ListSearch, default_sort: string, has_active: boolean): ListQuery {
  const filter: string[] = [];
  if (search.only) filter.push(`${search.only}:eq:true`);
  if (has_active && !search.inactive) filter.push('active:eq:true');
  return { q: search.q?.trim(), filter, sort: search.sort ?? default_sort };
}

// A click on a column's head: ascending, then descending, then as the list is by itself.
export function next_sort(
  sort: string | undefined,
  column: string,
  default_sort: string,
): string | undefined {
  const shown = sort ?? default_sort;
  const next = shown === column ? `-${column}` : shown === `-${column}` ? default_sort : column;
  return next === default_sort ? undefined : next;
}

export function is_narrowed(search: ListSearch): boolean {
  return Boolean(search.q?.trim() || search.only);
}
