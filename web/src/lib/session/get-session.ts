import { body_of, client, in_background } from '@/lib/api/client';
import type { Session } from '@/lib/api/types';

// Throws ApiError 401 when nobody is logged in.
export function get_session(): Promise<Session> {
  return body_of(client.GET('/api/v1/session', { headers: in_background }));
}
