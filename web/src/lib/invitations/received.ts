// A received invitation on the server.
import { body_of, client } from '@/lib/api/client';
import type { components } from '@/generated/api';
import type { Session } from '@/lib/api/types';

type Schemas = components['schemas'];
export type ReceivedInvitation = Schemas['ReceivedInvitation'];

export function check_invitation(token: string): Promise<ReceivedInvitation> {
  return body_of(client.POST('/api/v1/invitations/check', { body: { token } }));
}

export function accept_invitation(given: Schemas['InvitationAcceptance']): Promise<Session> {
  return body_of(client.POST('/api/v1/invitations/accept', { body: given }));
}

export function join_company(token: string): Promise<Session> {
  return body_of(client.POST('/api/v1/invitations/join', { body: { token } }));
}
