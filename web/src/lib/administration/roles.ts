// Roles that the company makes itself.
import { body_of, client } from '@/lib/api/client';
import type { components } from '@/generated/api';

type Schemas = components['schemas'];
export type OwnRole = Schemas['Role'];
export type OwnRoleChange = Schemas['RoleChange'];
export type Right = Schemas['RegisterRight']['right'];

export const roles_key = ['administration', 'roles'] as const;

export async function list_roles(signal?: AbortSignal): Promise<OwnRole[]> {
  return (await body_of(client.GET('/api/v1/administration/roles', { signal }))).roles;
}

export function create_role(body: OwnRoleChange): Promise<OwnRole> {
  return body_of(client.POST('/api/v1/administration/roles', { body }));
}

const by_role = (role: string) => ({ params: { path: { role } } });

export function change_role(role: string, body: OwnRoleChange): Promise<OwnRole> {
  return body_of(client.PUT('/api/v1/administration/roles/{role}', { ...by_role(role), body }));
}

export function delete_role(role: string): Promise<void> {
  return body_of(
    client.DELETE('/api/v1/administration/roles/{role}', by_role(role)),
  ) as Promise<void>;
}
