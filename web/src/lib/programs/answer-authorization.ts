import { body_of, client } from '@/lib/api/client';

// Each says where to go: back to the program that asked.
export async function allow_authorization(request: string): Promise<string> {
  return (await body_of(client.POST('/api/v1/authorization', { body: { request } }))).redirect;
}

export async function cancel_authorization(request: string): Promise<string> {
  const answer = client.POST('/api/v1/authorization/cancel', { body: { request } });
  return (await body_of(answer)).redirect;
}
