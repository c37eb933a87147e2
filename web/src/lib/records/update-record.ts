import { body_of, client } from '@/lib/api/client';
import type { Fields, TuskRecord } from '@/lib/api/types';
import { register_of } from './registry';

// Throws ApiError 412 with the current record if it is no longer the one with this etag.
export function update_record(
  type: string,
  id: number,
  etag: string,
  fields: Fields,
): Promise<TuskRecord> {
  return body_of(
    client.PATCH('/api/v1/records/{type}/{id}', {
      params: { path: { type: register_of(type), id }, header: { 'If-Match': etag } },
      body: { fields },
    }),
  );
}
