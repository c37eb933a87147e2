import { describe, expect, it } from 'vitest';
import type { TuskRecord } from '@/lib/api/types';
import { index_of, loaded_count, record_at, total_of, with_record, without_record } from './paging';

function record(id: number, name = `n${id}`, etag = `"${id}"`): TuskRecord {
  const at = '2026-11-24T13:42:00.000000Z';
  const meta = { created_at: at, created_by: 'Anna', changed_at: at, changed_by: 'Anna' };
  return { id, type: 'contact', etag, ...meta, fields: { name } };
}
const list = {
  pages: [
    { records: [record(1), record(2), record(3)], next_cursor: 'b', total: 5, references: {} },
    { records: [record(4), record(5)], next_cursor: null, total: 5, references: {} },
  ],
  pageParams: [undefined, 'b'],
};

describe('a list over cursor pages', () => {
  it('finds rows across pages, and none that is not loaded', () => {
    expect(record_at(list, 0)?.id).toBe(1);
    expect(record_at(list, 3)?.id).toBe(4);
    expect(record_at(list, 5)).toBeUndefined();
    expect(record_at(undefined, 0)).toBeUndefined();
    expect(index_of(list, 5)).toBe(4);
    expect(index_of(list, 9)).toBe(-1);
    expect([loaded_count(list), total_of(list)]).toEqual([5, 5]);
  });

  it('shows a changed record in its old place and leaves other pages alone', () => {
    const changed = with_record(list, record(4, 'new', '"x"'));
    expect(record_at(changed, 3)?.fields.name).toBe('new');
    expect(changed.pages[0]).toBe(list.pages[0]);
  });

  it('is the same list when nothing in it changed, so that nothing is drawn again', () => {
    expect(with_record(list, record(9))).toBe(list);
    expect(with_record(list, record(4))).toBe(list);
    expect(without_record(list, 9)).toBe(list);
  });

  it('closes the gap of a removed record and counts one fewer', () => {
    const shorter = without_record(list, 2);
    expect([0, 1, 2].map((row) => record_at(shorter, row)?.id)).toEqual([1, 3, 4]);
    expect([loaded_count(shorter), total_of(shorter)]).toEqual([4, 4]);
  });
});
