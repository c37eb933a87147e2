import { body_of, client, in_background } from '@/lib/api/client';
import type { TuskRecord } from '@/lib/api/types';
import { register_of } from './registry';

export function get_record(type: string, id: number, background: boolean): Promise<TuskRecord> {
  return body_of(
    client.GET('/api/v1/records/{type}/{id}', {
      params: { path: { type: register_of(type), id } },
      headers: background ? in_background : undefined,
    }),
  );
}
