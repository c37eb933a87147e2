// Who did what with access to the company.
import { body_of, client } from '@/lib/api/client';
import type { components } from '@/generated/api';

export type AccessEvent = components['schemas']['AccessEvent'];
export type AccessEventPage = components['schemas']['AccessEventPage'];

export const audit_key = ['administration', 'audit'] as const;
const page_size = 100;

export function list_access_events(
  cursor?: string,
  signal?: AbortSignal,
): Promise<AccessEventPage> {
  return body_of(
    client.GET('/api/v1/administration/audit', {
      params: { query: { limit: page_size, cursor } },
      signal,
    }),
  );
}
