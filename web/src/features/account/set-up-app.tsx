// An authenticator app is set up: the picture, the key as text, the first code, the recovery codes.
import { useEffect, useState, type FormEvent } from 'react';
import { Button } from '@mantine/core';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { ProofGivenUp } from '@/lib/session/proof';
import { begin_app, confirm_app } from './calls';
import { QrPicture } from './qr-picture';
import { RecoveryCodes } from './recovery-codes';
import './account.css';

interface SetUpAppProps {
  on_done: () => void;
  on_cancel?: () => void;
}

const in_groups = (secret: string) => secret.match(/.{1,4}/g)?.join(' ') ?? secret;

export function SetUpApp({ on_done, on_cancel }: SetUpAppProps) {
  const { t } = use_words();
  const [secret, set_secret] = useState<{ secret: string; address: string } | null>(null);
  const [codes, set_codes] = useState<string[] | null>(null);
  const [failure, set_failure] = useState('');
  const [busy, set_busy] = useState(false);

  useEffect(() => {
    let wanted = true;
    begin_app()
      .then((begun) => wanted && set_secret(begun))
      .catch((error: unknown) => {
        if (!wanted) return;
        if (error instanceof ProofGivenUp) return on_cancel?.();
        set_failure(error_text(error));
      });
    return () => {
      wanted = false;
    };
    // Once: each call makes another secret.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code') ?? '').trim();
    set_busy(true);
    set_failure('');
    try {
      const answer = await confirm_app(code);
      if (answer.codes.length === 0) return on_done();
      set_codes(answer.codes);
    } catch (error) {
      if (error instanceof ProofGivenUp) return;
      set_failure(error_text(error));
    } finally {
      set_busy(false);
    }
  };

  if (codes) return <RecoveryCodes codes={codes} on_done={on_done} />;
  return (
    <form className="set-up" onSubmit={(event) => void submit(event)} noValidate>
      <ol className="set-up-steps">
        <li>
          <p>{t('account.app_scan')}</p>
          <div className="set-up-picture">
            {secret && <QrPicture text={secret.address} label={t('account.app_picture')} />}
          </div>
          <p className="muted">{t('account.app_type')}</p>
          <p className="set-up-secret tabular">{secret ? in_groups(secret.secret) : ' '}</p>
        </li>
        <li>
          <label className="form-field">
            <span>{t('account.app_code')}</span>
            <input
              className="input code-input tabular"
              name="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={9}
              aria-invalid={failure !== ''}
              aria-describedby="set-up-failure"
            />
          </label>
        </li>
      </ol>
      <p id="set-up-failure" className="form-failure" role="alert">
        {failure}
      </p>
      <div className="form-buttons">
        <Button type="submit" loading={busy} disabled={!secret}>
          {t('account.app_confirm')}
        </Button>
        {on_cancel && (
          <Button variant="default" onClick={on_cancel}>
            {t('common.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
