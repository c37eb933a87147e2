// Programs that the person has allowed to know who they are.
import { body_of, client } from '@/lib/api/client';
import type { components } from '@/generated/api';

export type AllowedProgram = components['schemas']['AllowedProgram'];

export const allowed_programs_key = ['account', 'programs'] as const;

export async function list_allowed_programs(signal?: AbortSignal): Promise<AllowedProgram[]> {
  return (await body_of(client.GET('/api/v1/account/programs', { signal }))).programs;
}

export function withdraw_program(id: string): Promise<void> {
  return body_of(
    client.DELETE('/api/v1/account/programs/{id}', { params: { path: { id } } }),
  ) as Promise<void>;
}
