// The log-in with Tusk ID. One neutral sentence after a failure: nothing tells whether the account
// exists. Plain inputs with the names that password managers know.
import { useRef, useState, type FormEvent } from 'react';
import { Button } from '@mantine/core';
import { Icon } from '@/components/icon';
import { set_language, use_words } from '@/lib/i18n';
import { begin_session, type Ended } from '@/lib/session/session-store';
import type { SecondStep as SecondStepAsked } from '@/lib/api/types';
import { error_text } from '@/lib/error-text';
import { LogInFrame } from './log-in-frame';
import { SecondStep } from './second-step';

export interface LogInPageProps {
  ended: Ended | null;
  // Whose log-in is expected; empty: anybody's.
  email?: string;
  // Who it may well be: filled in, and to be changed.
  suggested?: string;
  // What it follows: a new password is saved. Empty: nothing.
  notice?: string;
}

export function LogInPage({
  ended,
  email: expected = '',
  suggested = '',
  notice = '',
}: LogInPageProps) {
  const { t, language } = use_words();
  const [failure, set_failure] = useState('');
  const [busy, set_busy] = useState(false);
  const [shown, set_shown] = useState(false);
  const [chosen_language, set_chosen_language] = useState<string | null>(null);
  const [step, set_step] = useState<SecondStepAsked | null>(null);
  const password_input = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const email = String(form.get('email') ?? '').trim();
    const password = String(form.get('password') ?? '');
    if (!email || !password) return set_failure(t('login.missing'));
    set_busy(true);
    set_failure('');
    try {
      const asked = await begin_session(email, password, chosen_language);
      if (asked) set_step(asked);
      set_busy(false);
    } catch (error) {
      set_failure(error_text(error));
      set_busy(false);
      password_input.current?.select();
    }
  };

  if (step) {
    return (
      <SecondStep
        step={step}
        language={chosen_language}
        on_back={(message) => {
          set_step(null);
          set_failure(message ?? '');
        }}
      />
    );
  }
  return (
    <LogInFrame
      title={t('login.title')}
      lead={t('login.lead')}
      on_language={(value) => {
        set_chosen_language(value);
        set_failure(''); // it was in the other language
        set_language(value);
      }}
      language={language}
    >
      {notice && (
        <p className="notice" role="status">
          <Icon name="info" />
          <span>{notice}</span>
        </p>
      )}
      {ended && !notice && (
        <p className="notice">
          <Icon name="info" />
          <span>
            {'message' in ended ? ended.message : t('login.ended', { minutes: ended.minutes })}
          </span>
        </p>
      )}
      <form onSubmit={(event) => void submit(event)} noValidate>
        <label className="log-in-field">
          <span>{t('login.email')}</span>
          <input
            className="input"
            type="email"
            name="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={expected || suggested}
            readOnly={expected !== ''}
            autoFocus={!expected && !suggested}
            aria-invalid={failure !== ''}
            aria-describedby="log-in-failure"
          />
        </label>
        <div className="log-in-field">
          <label htmlFor="password">{t('login.password')}</label>
          <div className="log-in-password">
            <input
              ref={password_input}
              id="password"
              className="input"
              type={shown ? 'text' : 'password'}
              name="password"
              autoFocus={Boolean(expected || suggested)}
              autoComplete="current-password"
              aria-invalid={failure !== ''}
              aria-describedby="log-in-failure"
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
        </div>
        <p id="log-in-failure" className="log-in-failure" role="alert">
          {failure && <Icon name="warning" />}
          {failure}
        </p>
        <Button type="submit" fullWidth size="md" loading={busy}>
          {t('login.submit')}
        </Button>
        <a className="plain-link log-in-forgotten" href="/forgotten-password">
          {t('login.forgotten')}
        </a>
      </form>
    </LogInFrame>
  );
}
