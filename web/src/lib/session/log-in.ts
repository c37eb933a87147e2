import { body_of, client } from '@/lib/api/client';
import type { SecondStep, Session } from '@/lib/api/types';
import { use_passkey } from './passkeys';

// A session, or what is asked for beside the password before there is one.
export function log_in(email: string, password: string): Promise<Session | SecondStep> {
  return body_of<Session | SecondStep>(
    client.POST('/api/v1/session', { body: { email, password } }),
  );
}

// The second step, in the browser in which the password was given.
export function finish_log_in(code: string): Promise<Session> {
  return body_of(client.POST('/api/v1/session/second_factor', { body: { code } }));
}

export async function finish_log_in_by_passkey(): Promise<Session> {
  const asked = await body_of(client.POST('/api/v1/session/passkey/begin'));
  const answer = await use_passkey(asked);
  return body_of(client.POST('/api/v1/session/passkey', { body: answer }));
}
