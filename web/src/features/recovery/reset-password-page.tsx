// A new password, by the link of a letter. Afterwards one logs in with it: the link alone lets nobody
// in.
import { useEffect, useState, type FormEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { ButtonAnchor } from './button-anchor';
import { Icon } from '@/components/icon';
import { LogInFrame } from '@/features/login/log-in-frame';
import { ApiError } from '@/lib/api/client';
import { error_text } from '@/lib/error-text';
import { set_language, use_words } from '@/lib/i18n';
import { find_session } from '@/lib/session/session-store';
import { leave_recovery } from './mailed-link';
import { find_reset_email, reset_password } from './requests';
import './recovery.css';

function is_about_link(error: unknown): boolean {
  return error instanceof ApiError && error.problems.some(({ field }) => field === 'token');
}

function text_of(error: unknown): string {
  return error_text(error);
}

export function ResetPasswordPage({ token }: { token: string }) {
  const { t, language } = use_words();
  const queries = useQueryClient();
  const [email, set_email] = useState<string | null>(null);
  const [dead_link, set_dead_link] = useState(token === '' ? t('recovery.no_link') : '');
  const [failure, set_failure] = useState('');
  const [busy, set_busy] = useState(false);
  const [shown, set_shown] = useState(false);

  const tell = (error: unknown) => {
    if (is_about_link(error)) set_dead_link(text_of(error));
    else set_failure(text_of(error));
  };

  useEffect(() => {
    if (token !== '') find_reset_email(token).then(set_email, tell);
  }, [token]); // oxlint-disable-line react-hooks/exhaustive-deps

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    if (!password) return set_failure(t('recovery.password_missing'));
    set_busy(true);
    set_failure('');
    try {
      await reset_password(token, password);
      leave_recovery(t('recovery.done'));
      await find_session(queries); // whoever was logged in here no longer is
    } catch (error) {
      tell(error);
      set_busy(false);
    }
  };

  const frame = { language, on_language: set_language };
  if (dead_link) {
    return (
      <LogInFrame title={t('recovery.dead_link')} lead={dead_link} {...frame}>
        <div className="recovery-actions">
          <ButtonAnchor href="/forgotten-password">{t('recovery.new_letter')}</ButtonAnchor>
        </div>
        <a className="plain-link log-in-forgotten" href="/">
          {t('recovery.to_log_in')}
        </a>
      </LogInFrame>
    );
  }
  return (
    <LogInFrame
      title={t('recovery.new_password')}
      lead={email === null ? t('app.loading') : t('recovery.new_password_lead', { email })}
      {...frame}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        {/* For password managers: whose password it is. */}
        <input type="hidden" name="username" autoComplete="username" value={email ?? ''} readOnly />
        <ul id="password-rules" className="recovery-hints">
          <li>{t('recovery.rule_length')}</li>
          <li>{t('recovery.rule_words')}</li>
          <li>{t('recovery.rule_own')}</li>
        </ul>
        <div className="log-in-field">
          <label htmlFor="new-password">{t('recovery.new_password')}</label>
          <div className="log-in-password">
            <input
              id="new-password"
              className="input"
              type={shown ? 'text' : 'password'}
              name="password"
              autoComplete="new-password"
              autoFocus
              aria-invalid={failure !== ''}
              aria-describedby="password-rules recovery-failure"
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
        <p id="recovery-failure" className="log-in-failure" role="alert">
          {failure && <Icon name="warning" />}
          {failure}
        </p>
        <Button type="submit" fullWidth size="md" loading={busy} disabled={email === null}>
          {t('recovery.save')}
        </Button>
        <p className="muted recovery-small">{t('recovery.save_note')}</p>
      </form>
    </LogInFrame>
  );
}
