// Accepting without a Tusk ID: one is made, with the address that the invitation was sent to.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Icon } from '@/components/icon';
import { LogInFrame } from '@/features/login/log-in-frame';
import { ApiError } from '@/lib/api/client';
import { error_text } from '@/lib/error-text';
import { set_language, use_words } from '@/lib/i18n';
import { leave_invitation } from '@/lib/invitations/link';
import { accept_invitation, type ReceivedInvitation } from '@/lib/invitations/received';
import { enter_session } from '@/lib/session/session-store';
import { SendersWords } from './senders-words';

export interface AcceptFormProps {
  token: string;
  invitation: ReceivedInvitation;
}

export function AcceptForm({ token, invitation }: AcceptFormProps) {
  const { t, language } = use_words();
  const queries = useQueryClient();
  const [busy, set_busy] = useState(false);
  const [shown, set_shown] = useState(false);
  const [problems, set_problems] = useState<Record<string, string>>({});

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const person_name = String(form.get('name') ?? '').trim();
    const password = String(form.get('password') ?? '');
    if (!person_name) return set_problems({ person_name: t('invitation.name_missing') });
    if (!password) return set_problems({ password: t('invitation.password_missing') });
    set_busy(true);
    set_problems({});
    try {
      const session = await accept_invitation({ token, person_name, password, language });
      leave_invitation();
      enter_session(queries, session);
    } catch (error) {
      const told = error instanceof ApiError ? error.problems : [];
      set_problems(
        told.length > 0
          ? Object.fromEntries(told.map((problem) => [problem.field, problem.message]))
          : { '': error_text(error) },
      );
      set_busy(false);
    }
  };

  return (
    <LogInFrame
      title={t('invitation.title', { company: invitation.company_name })}
      lead={t('invitation.accept_lead', { sender: invitation.invited_by })}
      language={language}
      on_language={set_language}
    >
      <SendersWords invitation={invitation} />
      <form onSubmit={(event) => void submit(event)} noValidate>
        <div className="log-in-field">
          <label htmlFor="email">{t('login.email')}</label>
          <input
            id="email"
            className="input"
            type="email"
            name="email"
            autoComplete="username"
            value={invitation.email}
            readOnly
            aria-describedby="email-hint"
          />
          <p id="email-hint" className="form-hint">
            {t('invitation.email_hint')}
          </p>
        </div>
        <div className="log-in-field">
          <label htmlFor="name">{t('invitation.name')}</label>
          <input
            id="name"
            className="input"
            name="name"
            autoComplete="name"
            defaultValue={invitation.name}
            maxLength={200}
            aria-invalid={problems.person_name !== undefined}
            aria-describedby="name-problem"
          />
          <Problem id="name-problem" text={problems.person_name} />
        </div>
        <div className="log-in-field">
          <label htmlFor="password">{t('invitation.password')}</label>
          <div className="log-in-password">
            <input
              id="password"
              className="input"
              type={shown ? 'text' : 'password'}
              name="password"
              autoComplete="new-password"
              autoFocus
              aria-invalid={problems.password !== undefined}
              aria-describedby="password-hint password-problem"
            />
            <button
              type="button"
              className="ghost"
              aria-pressed={shown}
              aria-label={t(shown ? 'login.hide_password' : 'login.show_password')}
              onClick={() => set_shown(!shown)}
            >
              {t(shown ? 'common.hide' : 'common.show')}
            </button>
          </div>
          <Problem id="password-problem" text={problems.password} />
          <p id="password-hint" className="form-hint">
            {t('invitation.password_hint')}
          </p>
        </div>
        {problems[''] && (
          <p className="log-in-failure" role="alert">
            <Icon name="warning" />
            {problems['']}
          </p>
        )}
        <Button type="submit" fullWidth size="md" loading={busy}>
          {t('invitation.accept')}
        </Button>
      </form>
    </LogInFrame>
  );
}

function Problem({ id, text }: { id: string; text: string | undefined }) {
  if (!text) return null;
  return (
    <p id={id} className="field-problem" role="alert">
      {text}
    </p>
  );
}
