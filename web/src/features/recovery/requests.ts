import { body_of, client } from '@/lib/api/client';

export function ask_for_password_reset(email: string): Promise<unknown> {
  return body_of(client.POST('/api/v1/password/forgotten', { body: { email } }));
}

// Whose password the letter's link is about. Throws ApiError with a problem of the field `token` if
// the link is worth nothing (any more).
export async function find_reset_email(token: string): Promise<string> {
  return (await body_of(client.POST('/api/v1/password/reset/check', { body: { token } }))).email;
}

export function reset_password(token: string, password: string): Promise<unknown> {
  return body_of(client.POST('/api/v1/password/reset', { body: { token, password } }));
}

export function confirm_email(token: string): Promise<unknown> {
  return body_of(client.POST('/api/v1/email/confirm', { body: { token } }));
}

export function send_email_confirmation(): Promise<unknown> {
  return body_of(client.POST('/api/v1/account/email_confirmation'));
}
