// What the server is asked about one's own account.
import { body_of, client, renewing_session } from '@/lib/api/client';
import type {
  Account,
  CompanySettings,
  KnownBrowser,
  OwnSession,
  Passkeys,
  RecoveryCodes,
  SecondFactor,
} from '@/lib/api/types';
import { make_passkey } from '@/lib/session/passkeys';
import { with_proof } from '@/lib/session/proof';
import { session_renewed } from '@/lib/session/session-store';

export const account_keys = {
  account: ['account'],
  factor: ['account', 'second_factor'],
  sessions: ['account', 'sessions'],
  browsers: ['account', 'browsers'],
  passkeys: ['account', 'second_factor', 'passkeys'],
  company: ['account', 'company'],
};

export const get_account = (): Promise<Account> => body_of(client.GET('/api/v1/account'));

export function change_account(change: {
  time_zone?: string;
  default_company?: string;
}): Promise<Account> {
  return body_of(client.PATCH('/api/v1/account', { body: change }));
}

export async function change_password(old_password: string, new_password: string) {
  const renewed = await renewing_session(() =>
    body_of(client.POST('/api/v1/account/password', { body: { old_password, new_password } })),
  );
  session_renewed(renewed);
}

export async function list_sessions(): Promise<OwnSession[]> {
  return (await body_of(client.GET('/api/v1/account/sessions'))).sessions;
}

export async function end_session_of(id: string) {
  await body_of(client.DELETE('/api/v1/account/sessions/{id}', { params: { path: { id } } }));
}

export async function end_other_sessions() {
  await body_of(client.DELETE('/api/v1/account/sessions'));
}

export async function list_browsers(): Promise<KnownBrowser[]> {
  return (await body_of(client.GET('/api/v1/account/browsers'))).browsers;
}

export async function forget_browser(id: string) {
  await body_of(client.DELETE('/api/v1/account/browsers/{id}', { params: { path: { id } } }));
}

export const get_second_factor = (): Promise<SecondFactor> =>
  body_of(client.GET('/api/v1/account/second_factor'));

export const begin_app = () =>
  with_proof(() => body_of(client.POST('/api/v1/account/second_factor/app')));

export const confirm_app = (code: string) =>
  with_proof(() =>
    body_of(client.POST('/api/v1/account/second_factor/app/confirm', { body: { code } })),
  );

export async function remove_app() {
  await with_proof(() => body_of(client.DELETE('/api/v1/account/second_factor/app')));
}

export const list_passkeys = (): Promise<Passkeys> =>
  body_of(client.GET('/api/v1/account/passkeys'));

// The browser asks the person; then the server is told.
export async function add_passkey(name: string): Promise<RecoveryCodes> {
  const asked = await with_proof(() => body_of(client.POST('/api/v1/account/passkeys/begin')));
  const made = await make_passkey(asked, name);
  return body_of(client.POST('/api/v1/account/passkeys', { body: made }));
}

export async function rename_passkey(id: string, name: string) {
  await body_of(
    client.PATCH('/api/v1/account/passkeys/{id}', { params: { path: { id } }, body: { name } }),
  );
}

export async function remove_passkey(id: string) {
  await with_proof(() =>
    body_of(client.DELETE('/api/v1/account/passkeys/{id}', { params: { path: { id } } })),
  );
}

export const renew_recovery_codes = () =>
  with_proof(() => body_of(client.POST('/api/v1/account/second_factor/recovery_codes')));

export const get_company_settings = (): Promise<CompanySettings> =>
  body_of(client.GET('/api/v1/company/settings'));

export const change_company_settings = (settings: CompanySettings): Promise<CompanySettings> =>
  with_proof(() => body_of(client.PATCH('/api/v1/company/settings', { body: settings })));
