import { describe, expect, it } from 'vitest';
import { is_narrowed, next_sort, parse_list_search, query_of } from './list-search';

describe('what a list shows', () => {
  it('comes from the address, without what the address has wrong', () => {
    const address = { q: 90, only: 'is_customer', inactive: true, sort: '-name', full: 'yes' };
    expect(parse_list_search(address)).toEqual({
      q: '90',
      only: 'is_customer',
      inactive: true,
      sort: '-name',
    });
    expect(parse_list_search({ only: 'a:b', sort: 'name;--', q: { x: 1 } })).toEqual({});
  });

  it('leaves out the inactive unless they are asked for', () => {
    expect(query_of({}, 'name', true)).toEqual({
      q: undefined,
      filter: ['active:eq:true'],
      sort: 'name',
    });
    expect(query_of({ only: 'is_partner', inactive: true, q: ' a ' }, 'name', true)).toEqual({
      q: 'a',
      filter: ['is_partner:eq:true'],
      sort: 'name',
    });
    expect(query_of({}, 'name', false).filter).toEqual([]);
  });

  it('is sorted by a column, the other way round, and as before', () => {
    expect(next_sort(undefined, 'phone', 'name')).toBe('phone');
    expect(next_sort('phone', 'phone', 'name')).toBe('-phone');
    expect(next_sort('-phone', 'phone', 'name')).toBeUndefined();
    expect(next_sort(undefined, 'name', 'name')).toBe('-name');
    expect(next_sort('-name', 'name', 'name')).toBeUndefined();
    expect(next_sort('phone', 'name', 'name')).toBeUndefined();
  });

  it('is narrowed by words and types, not by showing more', () => {
    expect(is_narrowed({ q: ' ' })).toBe(false);
    expect(is_narrowed({ inactive: true })).toBe(false);
    expect(is_narrowed({ only: 'is_customer' })).toBe(true);
  });
});
