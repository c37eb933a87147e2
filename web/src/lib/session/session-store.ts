// Who is logged in, for the whole page; and the only places where a session begins and ends here.
import type { QueryClient } from '@tanstack/react-query';
import { ApiError, set_connection } from '@/lib/api/client';
import type { SecondStep, Session } from '@/lib/api/types';
import { error_text } from '@/lib/error-text';
import { set_language } from '@/lib/i18n';
import { forget_all_edits } from '@/lib/records/save';
import { forget_titles } from '@/lib/records/titles';
import { make_store } from '@/lib/store';
import { hide_toast } from '@/lib/toast';
import { change_session } from './change-session';
import { claim_drafts, drop_drafts } from './drafts';
import { get_session } from './get-session';
import { finish_log_in, finish_log_in_by_passkey, log_in } from './log-in';
import { log_out } from './log-out';
import { tell_tabs } from './tabs';

// Why the session that this page had is over: nobody worked so long, or what the server says.
export type Ended = { minutes: number } | { message: string };

export type SessionState =
  | { kind: 'unknown' }
  | { kind: 'unreachable'; message: string }
  | { kind: 'signed_out'; ended: Ended | null }
  | { kind: 'signed_in'; session: Session };

export const session_state = make_store<SessionState>({ kind: 'unknown' });

function accept(session: Session) {
  set_connection({ csrf_token: session.csrf_token });
  set_language(session.person.language);
  if (session.company) claim_drafts(`${session.person.id} ${session.company.id}`);
  session_state.set({ kind: 'signed_in', session });
}

// Nothing of the company may be left on the page or in its memory, except what the person wrote.
function forget(queries: QueryClient, ended: Ended | null) {
  queries.cancelQueries().catch(() => {});
  queries.clear();
  forget_all_edits();
  forget_titles();
  hide_toast();
  session_state.set({ kind: 'signed_out', ended });
}

export async function find_session(queries: QueryClient) {
  try {
    accept(await get_session());
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return session_ended(queries);
    const message = error_text(error);
    // A page with a session keeps it while the server is away.
    if (session_state.get().kind !== 'signed_in') {
      session_state.set({ kind: 'unreachable', message });
    }
  }
}

// The server says that there is no session (any more), and perhaps why. Drafts wait for the same
// person.
export function session_ended(queries: QueryClient, message?: string) {
  const before = session_state.get();
  if (before.kind === 'signed_out') return;
  if (message) return forget(queries, { message });
  const minutes =
    before.kind === 'signed_in' ? Math.round(before.session.idle_timeout_seconds / 60) : 0;
  forget(queries, before.kind === 'signed_in' ? { minutes } : null);
}

async function enter(logged_in: Session, language: string | null) {
  let session = logged_in;
  set_connection({ csrf_token: session.csrf_token });
  if (language && language !== session.person.language)
    session = await change_session({ language });
  accept(session);
  tell_tabs('session_changed');
}

// language: what the person chose on the log-in page, if they did. The second step that is asked
// for, if one is.
export async function begin_session(
  email: string,
  password: string,
  language: string | null,
): Promise<SecondStep | null> {
  const answer = await log_in(email, password);
  if (!('csrf_token' in answer)) return answer;
  await enter(answer, language);
  return null;
}

export async function finish_session(code: string, language: string | null) {
  await enter(await finish_log_in(code), language);
}

export async function finish_session_by_passkey(language: string | null) {
  await enter(await finish_log_in_by_passkey(), language);
}

// The same session under a new id.
export function session_renewed(session: Session) {
  accept(session);
}

// A session that began otherwise than by a log-in here, or is in another company now.
export function enter_session(queries: QueryClient, session: Session) {
  queries.clear();
  forget_all_edits();
  forget_titles();
  accept(session);
  tell_tabs('session_changed');
}

export async function switch_company(queries: QueryClient, company_id: string) {
  enter_session(queries, await change_session({ company_id }));
}

export async function choose_language(language: string) {
  accept(await change_session({ language }));
}

export async function end_session(queries: QueryClient) {
  try {
    await log_out();
  } catch (error) {
    // Without the server the cookie stays valid: say so rather than pretend.
    if (!(error instanceof ApiError && error.status === 401)) throw error;
  }
  drop_drafts();
  forget(queries, null);
  tell_tabs('signed_out');
}

// In the signed-in part of the page.
export function session_now(): Session {
  const state = session_state.get();
  if (state.kind !== 'signed_in') throw new Error('no session');
  return state.session;
}
