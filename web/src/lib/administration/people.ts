// Account administration on the server: the office's people, who of them has access, invitations.
import { body_of, client } from '@/lib/api/client';
import type { components } from '@/generated/api';

type Schemas = components['schemas'];
export type AdministeredPeople = Schemas['AdministeredPeople'];
export type AdministeredPerson = Schemas['AdministeredPerson'];
export type AccessStatus = AdministeredPerson['status'];
export type Invitation = Schemas['Invitation'];
export type InvitationRequest = Schemas['InvitationRequest'];
export type OnlineLicence = Schemas['OnlineLicence'];
export type RoleChoice = Schemas['RoleChoice'];

// Everything that is kept of it, in the query cache.
export const administration_key = ['administration'] as const;

export interface PeopleQuery {
  q?: string;
  status?: AccessStatus;
  limit: number;
  cursor?: string;
  signal?: AbortSignal;
}

export function list_people({ signal, ...query }: PeopleQuery): Promise<AdministeredPeople> {
  return body_of(client.GET('/api/v1/administration/people', { params: { query }, signal }));
}

export function invite(request: InvitationRequest): Promise<Invitation> {
  return body_of(client.POST('/api/v1/administration/invitations', { body: request }));
}

const by_id = (id: string) => ({ params: { path: { id } } });

export function resend_invitation(id: string): Promise<Invitation> {
  return body_of(client.POST('/api/v1/administration/invitations/{id}/resend', by_id(id)));
}

export function withdraw_invitation(id: string): Promise<void> {
  return body_of(
    client.DELETE('/api/v1/administration/invitations/{id}', by_id(id)),
  ) as Promise<void>;
}

export function change_access(person_id: string, role: string): Promise<void> {
  return body_of(
    client.PATCH('/api/v1/administration/people/{id}', { ...by_id(person_id), body: { role } }),
  ) as Promise<void>;
}

export function take_access(person_id: string): Promise<void> {
  return body_of(
    client.DELETE('/api/v1/administration/people/{id}', by_id(person_id)),
  ) as Promise<void>;
}
