import { body_of, client, in_background } from '@/lib/api/client';
import type { RecordPage } from '@/lib/api/types';
import { register_of } from './registry';
import { learn_titles } from './titles';

export interface ListQuery {
  q?: string;
  filter?: string[]; // "field:operation:value"
  sort?: string; // "field", or "-field" for descending
}

export interface ListRequest extends ListQuery {
  type: string;
  limit: number;
  cursor?: string;
  background?: boolean;
  signal?: AbortSignal;
}

export async function list_records(request: ListRequest): Promise<RecordPage> {
  const { type, q, filter, sort, limit, cursor, background, signal } = request;
  const page = await body_of(
    client.GET('/api/v1/records/{type}', {
      params: {
        path: { type: register_of(type) },
        query: { q: q || undefined, filter, sort, limit, cursor },
      },
      headers: background ? in_background : undefined,
      signal,
    }),
  );
  learn_titles(page);
  return page;
}
