// Asks for the password again, when the server wants it for what was just asked of it.
import { useState, type FormEvent } from 'react';
import { Button, Modal } from '@mantine/core';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { prove_person, proof_request } from '@/lib/session/proof';
import { use_store } from '@/lib/store';

export function ProofDialogue() {
  const { t } = use_words();
  const request = use_store(proof_request, (value) => value);
  const [failure, set_failure] = useState('');
  const [busy, set_busy] = useState(false);
  if (!request) return null;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    set_busy(true);
    set_failure('');
    try {
      await prove_person(password);
      request.done();
    } catch (error) {
      set_failure(error_text(error));
    } finally {
      set_busy(false);
    }
  };
  const give_up = () => {
    set_failure('');
    request.given_up();
  };
  return (
    <Modal
      opened
      onClose={give_up}
      title={t('account.proof_title')}
      size={400}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <p className="muted">{t('account.proof_lead')}</p>
        <label className="form-field">
          <span>{t('login.password')}</span>
          <input
            className="input"
            type="password"
            name="password"
            autoComplete="current-password"
            required
            data-autofocus
            aria-invalid={failure !== ''}
          />
        </label>
        {failure && (
          <p className="form-failure" role="alert">
            {failure}
          </p>
        )}
        <div className="dialogue-buttons">
          <Button variant="default" onClick={give_up}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('account.proof_submit')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
