// The link of the letter that confirms an address, opened by its owner: who is logged in. So a
// careless click on somebody else's letter confirms nothing.
import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { LogInFrame } from '@/features/login/log-in-frame';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { choose_language, find_session, session_now } from '@/lib/session/session-store';
import { show_toast } from '@/lib/toast';
import { leave_recovery } from './mailed-link';
import { confirm_email, send_email_confirmation } from './requests';
import './recovery.css';

function text_of(error: unknown): string {
  return error_text(error);
}

export function ConfirmEmailPage({ token }: { token: string }) {
  const { t, language } = use_words();
  const queries = useQueryClient();
  const [failure, set_failure] = useState(token === '' ? t('recovery.no_link') : '');
  const { email, email_confirmed } = session_now().person;

  const leave = () => leave_recovery('');
  useEffect(() => {
    if (token === '') return;
    confirm_email(token).then(
      async () => {
        show_toast({ text: t('recovery.confirmed', { email }) });
        await find_session(queries);
        leave();
      },
      (error: unknown) => set_failure(text_of(error)),
    );
  }, [token]); // oxlint-disable-line react-hooks/exhaustive-deps

  const send_again = () =>
    send_email_confirmation().then(
      () => {
        show_toast({ text: t('recovery.sent', { email }) });
        leave();
      },
      (error: unknown) => set_failure(text_of(error)),
    );

  return (
    <LogInFrame
      title={t(failure ? 'recovery.not_confirmed' : 'recovery.confirming')}
      lead={failure || t('app.loading')}
      language={language}
      on_language={(value) => void choose_language(value)}
    >
      {failure && (
        <div className="recovery-actions">
          {!email_confirmed && (
            <Button fullWidth size="md" onClick={() => void send_again()}>
              {t('recovery.send_again')}
            </Button>
          )}
          <Button variant="default" fullWidth size="md" onClick={leave}>
            {t('recovery.to_desktop')}
          </Button>
        </div>
      )}
    </LogInFrame>
  );
}
