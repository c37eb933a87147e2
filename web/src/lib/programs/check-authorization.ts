import { body_of, client } from '@/lib/api/client';
import type { AuthorizationState } from '@/lib/api/types';

export function check_authorization(request: string): Promise<AuthorizationState> {
  return body_of(client.POST('/api/v1/authorization/check', { body: { request } }));
}
