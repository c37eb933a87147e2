// Asks for a letter with which a new password can be chosen. What is said afterwards is the same for
// every address.
import { useState, type FormEvent } from 'react';
import { Button } from '@mantine/core';
import { Icon } from '@/components/icon';
import { LogInFrame } from '@/features/login/log-in-frame';
import { error_text } from '@/lib/error-text';
import { set_language, use_words } from '@/lib/i18n';
import { ask_for_password_reset } from './requests';
import './recovery.css';

export function ForgottenPasswordPage() {
  const { t, language } = use_words();
  const [failure, set_failure] = useState('');
  const [busy, set_busy] = useState(false);
  const [asked_for, set_asked_for] = useState('');

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get('email') ?? '').trim();
    if (!email.includes('@')) return set_failure(t('recovery.email_missing'));
    set_busy(true);
    set_failure('');
    try {
      await ask_for_password_reset(email);
      set_asked_for(email);
    } catch (error) {
      set_failure(error_text(error));
    }
    set_busy(false);
  };

  return (
    <LogInFrame
      title={t('recovery.forgotten')}
      lead={t(asked_for ? 'recovery.asked_lead' : 'recovery.forgotten_lead')}
      language={language}
      on_language={(value) => {
        set_failure('');
        set_language(value);
      }}
    >
      {asked_for ? (
        <>
          <p className="recovery-done" role="status">
            {t('recovery.asked', { email: asked_for })}
          </p>
          <ul className="recovery-hints">
            <li>{t('recovery.asked_wait')}</li>
            <li>{t('recovery.asked_once')}</li>
          </ul>
          <Button variant="default" fullWidth onClick={() => set_asked_for('')}>
            {t('recovery.ask_again')}
          </Button>
        </>
      ) : (
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
              autoFocus
              aria-invalid={failure !== ''}
              aria-describedby="recovery-failure"
            />
          </label>
          <p id="recovery-failure" className="log-in-failure" role="alert">
            {failure && <Icon name="warning" />}
            {failure}
          </p>
          <Button type="submit" fullWidth size="md" loading={busy}>
            {t('recovery.send')}
          </Button>
        </form>
      )}
      <a className="plain-link log-in-forgotten" href="/">
        {t('recovery.to_log_in')}
      </a>
    </LogInFrame>
  );
}
