// After a right password, for those who have two-step log-in: a code of the app, or a recovery code.
import { useRef, useState, type FormEvent } from 'react';
import { Button } from '@mantine/core';
import { Icon } from '@/components/icon';
import { is_about } from '@/lib/api/client';
import type { SecondStep as Step } from '@/lib/api/types';
import { set_language, use_words } from '@/lib/i18n';
import { finish_session } from '@/lib/session/session-store';
import { LogInFrame } from './log-in-frame';

interface SecondStepProps {
  step: Step;
  language: string | null; // chosen on the log-in page
  // Back to the password, with a sentence why if it is not the person's wish.
  on_back: (message?: string) => void;
}

export function SecondStep({ step, language: chosen_language, on_back }: SecondStepProps) {
  const { t, language } = use_words();
  const [recovery, set_recovery] = useState(!step.app);
  const [failure, set_failure] = useState('');
  const [busy, set_busy] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code') ?? '').trim();
    if (!code) return set_failure(t('login.code_missing'));
    set_busy(true);
    set_failure('');
    try {
      await finish_session(code, chosen_language);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (is_about(error, 'ticket')) return on_back(message);
      set_failure(message);
      set_busy(false);
      input.current?.select();
    }
  };

  return (
    <LogInFrame
      title={t('login.second_step')}
      lead={t(recovery ? 'login.recovery_lead' : 'login.code_lead')}
      language={language}
      on_language={(value) => {
        set_failure('');
        set_language(value);
      }}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <label className="log-in-field">
          <span>{t(recovery ? 'login.recovery_code' : 'login.code')}</span>
          <input
            key={recovery ? 'recovery' : 'app'}
            ref={input}
            className="input code-input tabular"
            name="code"
            inputMode={recovery ? 'text' : 'numeric'}
            autoComplete={recovery ? 'off' : 'one-time-code'}
            autoCapitalize="none"
            spellCheck={false}
            maxLength={recovery ? 40 : 9}
            autoFocus
            aria-invalid={failure !== ''}
            aria-describedby="log-in-failure"
          />
        </label>
        <p id="log-in-failure" className="log-in-failure" role="alert">
          {failure && <Icon name="warning" />}
          {failure}
        </p>
        <Button type="submit" fullWidth size="md" loading={busy}>
          {t('login.submit')}
        </Button>
        {step.app && step.recovery_codes && (
          <button
            type="button"
            className="plain-link log-in-forgotten"
            onClick={() => {
              set_failure('');
              set_recovery(!recovery);
            }}
          >
            {t(recovery ? 'login.use_app' : 'login.use_recovery_code')}
          </button>
        )}
        <button type="button" className="plain-link log-in-forgotten" onClick={() => on_back()}>
          {t('login.start_over')}
        </button>
      </form>
    </LogInFrame>
  );
}
