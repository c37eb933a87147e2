// A passkey is added: its name, what the browser asks, the recovery codes if there were none.
import { useState, type FormEvent } from 'react';
import { Button } from '@mantine/core';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { PasskeyTrouble } from '@/lib/session/passkeys';
import { ProofGivenUp } from '@/lib/session/proof';
import { add_passkey } from './calls';
import { RecoveryCodes } from './recovery-codes';
import './account.css';

interface AddPasskeyProps {
  on_done: () => void;
  on_cancel: () => void;
}

export function AddPasskey({ on_done, on_cancel }: AddPasskeyProps) {
  const { t } = use_words();
  const [codes, set_codes] = useState<string[] | null>(null);
  const [failure, set_failure] = useState('');
  const [busy, set_busy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    set_busy(true);
    set_failure('');
    try {
      const answer = await add_passkey(name);
      if (answer.codes.length === 0) return on_done();
      set_codes(answer.codes);
    } catch (error) {
      if (error instanceof ProofGivenUp) return;
      if (error instanceof PasskeyTrouble) set_failure(t(`account.passkey_${error.trouble}`));
      else set_failure(error_text(error));
    } finally {
      set_busy(false);
    }
  };

  if (codes) return <RecoveryCodes codes={codes} on_done={on_done} />;
  return (
    <form className="profile-form" onSubmit={(event) => void submit(event)} noValidate>
      <label className="form-field">
        <span>{t('account.passkey_name')}</span>
        <input
          className="input"
          name="name"
          maxLength={60}
          defaultValue={t('account.passkey_first_name')}
          autoFocus
          onFocus={(event) => event.currentTarget.select()}
          aria-describedby="passkey-hint passkey-failure"
        />
      </label>
      <p id="passkey-hint" className="muted">
        {t('account.passkey_hint')}
      </p>
      <p id="passkey-failure" className="form-failure" role="alert">
        {failure}
      </p>
      <div className="form-buttons">
        <Button type="submit" loading={busy}>
          {t('account.passkey_go_on')}
        </Button>
        <Button variant="default" onClick={on_cancel}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}
