import { body_of, client } from '@/lib/api/client';
import { register_of } from './registry';

// Throws ApiError 409, in words, if something refers to the record.
export async function delete_record(type: string, id: number): Promise<void> {
  await body_of(
    client.DELETE('/api/v1/records/{type}/{id}', {
      params: { path: { type: register_of(type), id } },
    }),
  );
}
