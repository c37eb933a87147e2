// Where the link of an invitation leads: what it is about, and accepting it. Whoever has a Tusk ID
// logs in with it; others choose a password.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Icon } from '@/components/icon';
import { LogInFrame } from '@/features/login/log-in-frame';
import { LogInPage } from '@/features/login/log-in-page';
import { error_text } from '@/lib/error-text';
import { set_language, use_words } from '@/lib/i18n';
import { leave_invitation } from '@/lib/invitations/link';
import {
  check_invitation,
  join_company,
  type ReceivedInvitation,
} from '@/lib/invitations/received';
import { end_session, enter_session, session_state } from '@/lib/session/session-store';
import { use_store } from '@/lib/store';
import { AcceptForm } from './accept-form';
import { SendersWords } from './senders-words';
import './invitation.css';

export function InvitationPage({ token }: { token: string }) {
  const { t, language } = use_words();
  const state = use_store(session_state, (value) => value);
  const { data: invitation, error } = useQuery({
    queryKey: ['invitation', token, language],
    queryFn: () => check_invitation(token),
    enabled: token !== '',
    retry: false,
    staleTime: Infinity,
  });
  if (token === '') return <Unusable text={t('invitation.no_token')} />;
  if (error) return <Unusable text={error.message} />;
  if (!invitation) return null;
  const signed_in_as = state.kind === 'signed_in' ? state.session.person.email : null;
  if (signed_in_as && signed_in_as !== invitation.email) {
    return <AnotherPerson invitation={invitation} signed_in_as={signed_in_as} />;
  }
  if (!invitation.has_tusk_id) return <AcceptForm token={token} invitation={invitation} />;
  if (signed_in_as) return <Join token={token} invitation={invitation} />;
  return (
    <LogInPage
      ended={{ message: t('invitation.log_in_first', { company: invitation.company_name }) }}
      email={invitation.email}
    />
  );
}

function Unusable({ text }: { text: string }) {
  const { t, language } = use_words();
  return (
    <LogInFrame
      title={t('invitation.unusable')}
      lead={text}
      language={language}
      on_language={set_language}
    >
      <Button fullWidth className="invitation-button" onClick={leave_invitation}>
        {t('invitation.to_log_in')}
      </Button>
    </LogInFrame>
  );
}

interface PartProps {
  invitation: ReceivedInvitation;
}

function use_attempt(work: () => Promise<void>) {
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState('');
  const run = async () => {
    set_busy(true);
    set_failure('');
    try {
      await work();
    } catch (error) {
      set_failure(error_text(error));
    }
    set_busy(false);
  };
  return { busy, failure, run };
}

function Join({ token, invitation }: PartProps & { token: string }) {
  const { t, language } = use_words();
  const queries = useQueryClient();
  const { busy, failure, run } = use_attempt(async () => {
    const session = await join_company(token);
    leave_invitation();
    enter_session(queries, session);
  });
  return (
    <LogInFrame
      title={t('invitation.title', { company: invitation.company_name })}
      lead={t('invitation.join_lead', { sender: invitation.invited_by, email: invitation.email })}
      language={language}
      on_language={set_language}
    >
      <SendersWords invitation={invitation} />
      <p className="log-in-failure" role="alert">
        {failure && <Icon name="warning" />}
        {failure}
      </p>
      <Button fullWidth size="md" loading={busy} onClick={() => void run()}>
        {t('invitation.join', { company: invitation.company_name })}
      </Button>
      <Button fullWidth variant="subtle" onClick={leave_invitation}>
        {t('invitation.not_now')}
      </Button>
    </LogInFrame>
  );
}

function AnotherPerson({ invitation, signed_in_as }: PartProps & { signed_in_as: string }) {
  const { t, language } = use_words();
  const queries = useQueryClient();
  const { busy, failure, run } = use_attempt(() => end_session(queries));
  return (
    <LogInFrame
      title={t('invitation.other_person')}
      lead={t('invitation.other_person_lead', { email: invitation.email, own: signed_in_as })}
      language={language}
      on_language={set_language}
    >
      <p className="log-in-failure" role="alert">
        {failure && <Icon name="warning" />}
        {failure}
      </p>
      <Button fullWidth size="md" loading={busy} onClick={() => void run()}>
        {t('invitation.log_out')}
      </Button>
      <Button fullWidth variant="subtle" onClick={leave_invitation}>
        {t('invitation.stay', { own: signed_in_as })}
      </Button>
    </LogInFrame>
  );
}
