import { body_of, client } from '@/lib/api/client';
import type { Fields, TuskRecord } from '@/lib/api/types';

export function create_record(type: string, fields: Fields): Promise<TuskRecord> {
  return body_of(
    client.POST('/api/v1/records/{type}', { params: { path: { type } }, body: { fields } }),
  );
}
