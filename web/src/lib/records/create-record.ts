import { body_of, client } from '@/lib/api/client';
import type { Fields, TuskRecord } from '@/lib/api/types';
import { register_of } from './registry';

export function create_record(type: string, fields: Fields): Promise<TuskRecord> {
  return body_of(
    client.POST('/api/v1/records/{type}', {
      params: { path: { type: register_of(type) } },
      body: { fields },
    }),
  );
}
