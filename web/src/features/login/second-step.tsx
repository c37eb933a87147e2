// After a right password, for those who have two-step log-in: a passkey, a code of the app, or a
// recovery code.
import { useRef, useState, type FormEvent } from 'react';
import { Button } from '@mantine/core';
import { Icon } from '@/components/icon';
import { is_about } from '@/lib/api/client';
import type { SecondStep as Step } from '@/lib/api/types';
import { error_text } from '@/lib/error-text';
import { set_language, use_words } from '@/lib/i18n';
import { browser_has_passkeys, PasskeyTrouble } from '@/lib/session/passkeys';
import { finish_session, finish_session_by_passkey } from '@/lib/session/session-store';
import { LogInFrame } from './log-in-frame';

interface SecondStepProps {
  step: Step;
  language: string | null; // chosen on the log-in page
  // Back to the password, with a sentence why if it is not the person's wish.
  on_back: (message?: string) => void;
}

type Way = 'passkey' | 'app' | 'recovery';

// What the person has and this browser can, the easiest first.
function ways_of(step: Step): Way[] {
  const ways: Way[] = [];
  if (step.passkey && browser_has_passkeys()) ways.push('passkey');
  if (step.app) ways.push('app');
  if (step.recovery_codes) ways.push('recovery');
  return ways;
}

export function SecondStep({ step, language: chosen_language, on_back }: SecondStepProps) {
  const { t, language } = use_words();
  const ways = ways_of(step);
  const [way, set_way] = useState<Way>(ways[0] ?? 'recovery');
  const [failure, set_failure] = useState('');
  const [busy, set_busy] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const attempt = async (work: () => Promise<void>) => {
    set_busy(true);
    set_failure('');
    try {
      await work();
    } catch (error) {
      const message = error_text(error);
      if (is_about(error, 'ticket')) return on_back(message);
      set_failure(error instanceof PasskeyTrouble ? t(`login.passkey_${error.trouble}`) : message);
      set_busy(false);
      input.current?.select();
    }
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (way === 'passkey') return attempt(() => finish_session_by_passkey(chosen_language));
    const code = String(new FormData(event.currentTarget).get('code') ?? '').trim();
    if (!code) return set_failure(t('login.code_missing'));
    return attempt(() => finish_session(code, chosen_language));
  };

  return (
    <LogInFrame
      title={t('login.second_step')}
      lead={t(`login.${way}_lead`)}
      language={language}
      on_language={(value) => {
        set_failure('');
        set_language(value);
      }}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        {way !== 'passkey' && (
          <label className="log-in-field">
            <span>{t(way === 'recovery' ? 'login.recovery_code' : 'login.code')}</span>
            <input
              key={way}
              ref={input}
              className="input code-input tabular"
              name="code"
              inputMode={way === 'recovery' ? 'text' : 'numeric'}
              autoComplete={way === 'recovery' ? 'off' : 'one-time-code'}
              autoCapitalize="none"
              spellCheck={false}
              maxLength={way === 'recovery' ? 40 : 9}
              autoFocus
              aria-invalid={failure !== ''}
              aria-describedby="log-in-failure"
            />
          </label>
        )}
        <p id="log-in-failure" className="log-in-failure" role="alert">
          {failure && <Icon name="warning" />}
          {failure}
        </p>
        <Button type="submit" fullWidth size="md" loading={busy} autoFocus={way === 'passkey'}>
          {t(way === 'passkey' ? 'login.use_passkey' : 'login.submit')}
        </Button>
        {ways
          .filter((other) => other !== way)
          .map((other) => (
            <button
              key={other}
              type="button"
              className="plain-link log-in-forgotten"
              onClick={() => {
                set_failure('');
                set_way(other);
              }}
            >
              {t(other === 'recovery' ? 'login.use_recovery_code' : `login.use_${other}`)}
            </button>
          ))}
        <button type="button" className="plain-link log-in-forgotten" onClick={() => on_back()}>
          {t('login.start_over')}
        </button>
      </form>
    </LogInFrame>
  );
}
