import { body_of, client } from '@/lib/api/client';
import type { Session } from '@/lib/api/types';

export function change_session(change: {
  company_id?: string;
  language?: string;
}): Promise<Session> {
  return body_of(client.PATCH('/api/v1/session', { body: change }));
}
