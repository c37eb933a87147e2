// Asks whoever has not confirmed their address to do so, and sends the letter once more.
import { useState } from 'react';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { session_now } from '@/lib/session/session-store';
import { show_toast } from '@/lib/toast';
import { send_email_confirmation } from './requests';
import './recovery.css';

export function UnconfirmedLine() {
  const { t } = use_words();
  const [busy, set_busy] = useState(false);
  const { email, email_confirmed } = session_now().person;
  if (email_confirmed) return null;
  const send_again = () => {
    set_busy(true);
    send_email_confirmation()
      .then(
        () => show_toast({ text: t('recovery.sent', { email }) }),
        (error: unknown) =>
          show_toast({
            tone: 'error',
            text: error_text(error),
          }),
      )
      .finally(() => set_busy(false));
  };
  return (
    <p className="unconfirmed-line">
      <span>{t('recovery.unconfirmed', { email })}</span>
      <button type="button" className="plain-link" disabled={busy} onClick={send_again}>
        {t('recovery.send_again')}
      </button>
    </p>
  );
}
