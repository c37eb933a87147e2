// Other programs in which the company's people log in with their Tusk ID (OpenID Connect clients).
import { body_of, client } from '@/lib/api/client';
import { with_proof } from '@/lib/session/proof';
import type { components } from '@/generated/api';

type Schemas = components['schemas'];
export type Program = Schemas['Client'];
export type NewProgram = Schemas['NewClient'];
export type ProgramChange = Schemas['ClientChange'];
export type MadeProgram = Schemas['MadeClient'];

export const clients_key = ['administration', 'clients'] as const;
// What programs are given to find their way here.
export const configuration_path = '/.well-known/openid-configuration';

export async function list_clients(signal?: AbortSignal): Promise<Program[]> {
  return (await body_of(client.GET('/api/v1/administration/clients', { signal }))).clients;
}

export function create_client(body: NewProgram): Promise<MadeProgram> {
  return with_proof(() => body_of(client.POST('/api/v1/administration/clients', { body })));
}

const by_id = (id: string) => ({ params: { path: { id } } });

export function change_client(id: string, body: ProgramChange): Promise<Program> {
  return with_proof(() =>
    body_of(client.PUT('/api/v1/administration/clients/{id}', { ...by_id(id), body })),
  );
}

export function remove_client(id: string): Promise<void> {
  return with_proof(() =>
    body_of(client.DELETE('/api/v1/administration/clients/{id}', by_id(id))),
  ) as Promise<void>;
}

export async function renew_secret(id: string): Promise<string> {
  const answer = await with_proof(() =>
    body_of(client.POST('/api/v1/administration/clients/{id}/secret', by_id(id))),
  );
  return answer.secret;
}
