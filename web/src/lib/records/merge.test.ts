import { describe, expect, it } from 'vitest';
import type { Fields, TuskRecord } from '@/lib/api/types';
import { resolve_refusal } from './merge';

function record(fields: Fields, etag = '"1"'): TuskRecord {
  return {
    id: 7,
    type: 'contact',
    etag,
    created_at: '2026-11-24T08:00:00.000000Z',
    created_by: 'Erik',
    changed_at: '2026-11-24T13:42:00.000000Z',
    changed_by: 'Anna',
    fields,
  };
}
const base = record({ phone: '1', fax: null });

describe('a change that the server refused because the record had changed', () => {
  // REQ: CNF-4
  it('is sent again if someone changed another field', () => {
    const current = record({ phone: '1', fax: '9' }, '"2"');
    expect(resolve_refusal(base, current, { phone: '2' })).toEqual({
      kind: 'retry',
      etag: '"2"',
      fields: { phone: '2' },
    });
  });

  // REQ: CNF-5
  it('is done if someone made the same change', () => {
    expect(resolve_refusal(base, record({ phone: '2', fax: null }), { phone: '2' })).toEqual({
      kind: 'done',
    });
  });

  // REQ: CNF-1
  it('asks if someone changed the same field to something else', () => {
    const resolution = resolve_refusal(base, record({ phone: '3', fax: null }, '"2"'), {
      phone: '2',
      fax: '8',
    });
    expect(resolution).toEqual({
      kind: 'ask',
      overrides: [
        {
          field: 'phone',
          mine: '2',
          theirs: '3',
          by: 'Anna',
          at: '2026-11-24T13:42:00.000000Z',
          conflict_id: null,
        },
      ],
      etag: '"2"',
      fields: { fax: '8' },
    });
  });

  it('treats a field that the record lacks as empty', () => {
    const current = record({ phone: '1' }, '"2"');
    expect(resolve_refusal(base, current, { fax: '5' }).kind).toBe('retry');
  });
});
