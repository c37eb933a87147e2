import { body_of, client } from '@/lib/api/client';
import type { Session } from '@/lib/api/types';

export function log_in(email: string, password: string): Promise<Session> {
  return body_of(client.POST('/api/v1/session', { body: { email, password } }));
}
