// Another program has sent the browser here to have its person log in. What is missing is asked for,
// then the browser goes back to the program. The address holds the request after #; without the
// cookie of this browser it is worth nothing.
import { useEffect, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { EmptyState } from '@/components/empty-state';
import { Icon } from '@/components/icon';
import { LogInFrame } from '@/features/login/log-in-frame';
import { LogInPage } from '@/features/login/log-in-page';
import type { AuthorizationState, OfficeTask, Session } from '@/lib/api/types';
import { error_text } from '@/lib/error-text';
import { set_language, use_words } from '@/lib/i18n';
import { allow_authorization, cancel_authorization } from '@/lib/programs/answer-authorization';
import { check_authorization } from '@/lib/programs/check-authorization';
import { choose_language, end_session } from '@/lib/session/session-store';
import { show_toast } from '@/lib/toast';
import './programs.css';

export const authorize_path = '/authorize';

function tell(error: unknown) {
  show_toast({ tone: 'error', text: error_text(error) });
}

function request_here(): string {
  return window.location.hash.slice(1);
}

function leave(address: Promise<string>): Promise<void> {
  return address.then((to) => window.location.replace(to));
}

// session: who is logged in, null: nobody.
export function AuthorizePage({ session }: { session: Session | null }) {
  const { t } = use_words();
  const request = request_here();
  // Asked anew by whoever logs in: another session, another token.
  const asked = useQuery({
    queryKey: ['authorization', request, session?.csrf_token],
    queryFn: () => check_authorization(request),
    staleTime: Infinity,
  });
  const state = asked.data;
  useEffect(() => {
    if (!session && state?.language) set_language(state.language);
    if (state?.step === 'refused') window.location.replace(state.redirect);
    if (state?.step === 'answer') leave(allow_authorization(request)).catch(tell);
  }, [request, session, state]);
  if (asked.error) {
    return (
      <EmptyState icon="warning" title={t('programs.gone')} lead={asked.error.message}>
        <Button component="a" href="/">
          {t('programs.to_tusk')}
        </Button>
      </EmptyState>
    );
  }
  if (state?.step === 'log_in')
    return (
      <LogInPage
        ended={{ message: t('programs.log_in_to', { name: state.program_name }) }}
        suggested={state.login_hint}
      />
    );
  if (state?.step === 'consent' && session)
    return <Consent request={request} state={state} session={session} />;
  return null;
}

interface ConsentProps {
  request: string;
  state: AuthorizationState;
  session: Session;
}

// What a program gets to know of the person.
function Scopes({ scopes }: { scopes: string[] }) {
  const { t } = use_words();
  return (
    <ul className="program-scopes">
      {scopes.map((scope) => (
        <li key={scope}>
          <Icon name="check" size={16} />
          <span>{t(`programs.scope.${scope}`)}</span>
        </li>
      ))}
    </ul>
  );
}

// What the office's program wants to do. Any program of the computer can say so: the person is told
// to look whether it was they who began it.
function Task({ task }: { task: OfficeTask }) {
  const { t } = use_words();
  return (
    <>
      <dl className="program-task">
        <dt>{t('programs.office.company')}</dt>
        <dd>{task.company}</dd>
        <dt>{t('programs.office.computer')}</dt>
        <dd>{task.computer}</dd>
      </dl>
      <p>{t(`programs.office.means.${task.deed}`)}</p>
      <p className="notice">
        <Icon name="warning" />
        <span>{t('programs.office.was_it_you')}</span>
      </p>
    </>
  );
}

function Consent({ request, state, session }: ConsentProps) {
  const { t, language } = use_words();
  const queries = useQueryClient();
  const [busy, set_busy] = useState(false);
  const answer = (address: Promise<string>) => {
    set_busy(true);
    leave(address).catch((error: unknown) => {
      set_busy(false);
      tell(error);
    });
  };
  const { office } = state;
  return (
    <LogInFrame
      title={
        office
          ? t(`programs.office.title.${office.deed}`, { company: office.company })
          : t('programs.allow_title', { name: state.program_name })
      }
      lead={
        office
          ? t('programs.office.lead', { name: state.program_name })
          : t('programs.allow_lead', { address: state.program_host })
      }
      language={language}
      on_language={(value) => void choose_language(value).catch(tell)}
    >
      {office ? <Task task={office} /> : <Scopes scopes={state.scopes} />}
      <p className="muted program-person">
        {t('programs.as', { name: session.person.name, email: session.person.email })}{' '}
        <button
          type="button"
          className="plain-link"
          onClick={() => void end_session(queries).catch(tell)}
        >
          {t('programs.another')}
        </button>
      </p>
      <div className="program-answers">
        <Button
          fullWidth
          size="md"
          className={office?.deed === 'disconnect' ? 'danger-button' : undefined}
          loading={busy}
          onClick={() => answer(allow_authorization(request))}
        >
          {office ? t(`programs.office.allow.${office.deed}`) : t('programs.allow')}
        </Button>
        <Button
          variant="default"
          fullWidth
          size="md"
          disabled={busy}
          onClick={() => answer(cancel_authorization(request))}
        >
          {t('common.cancel')}
        </Button>
      </div>
    </LogInFrame>
  );
}
