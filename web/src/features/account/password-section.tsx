import { useState, type FormEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { ApiError } from '@/lib/api/client';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { session_now } from '@/lib/session/session-store';
import { show_toast } from '@/lib/toast';
import { account_keys, change_password } from './calls';

export function PasswordSection() {
  const { t } = use_words();
  const queries = useQueryClient();
  const [open, set_open] = useState(false);
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState({ field: '', text: '' });

  const close = () => {
    set_open(false);
    set_failure({ field: '', text: '' });
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [before, after, again] = ['old_password', 'new_password', 'again'].map((name) =>
      String(form.get(name) ?? ''),
    );
    if (after !== again) return set_failure({ field: 'again', text: t('account.not_the_same') });
    set_busy(true);
    try {
      await change_password(before ?? '', after ?? '');
      close();
      show_toast({ text: t('account.password_changed') });
      await queries.invalidateQueries({ queryKey: account_keys.account });
    } catch (error) {
      const field = error instanceof ApiError ? (error.problems[0]?.field ?? '') : '';
      set_failure({ field, text: error_text(error) });
    } finally {
      set_busy(false);
    }
  };

  const input = (name: string, label: string, complete: string, wrong: boolean) => (
    <label className="form-field">
      <span>{label}</span>
      <input
        className="input"
        type="password"
        name={name}
        autoComplete={complete}
        required
        aria-invalid={wrong}
        aria-describedby="password-failure"
      />
    </label>
  );
  return (
    <section className="profile-card" aria-labelledby="profile-password">
      <div className="profile-head">
        <h2 id="profile-password">{t('login.password')}</h2>
        {!open && (
          <Button variant="default" onClick={() => set_open(true)}>
            {t('account.change_password')}
          </Button>
        )}
      </div>
      {!open && <p className="muted">{t('account.password_lead')}</p>}
      {open && (
        <form className="profile-form" onSubmit={(event) => void submit(event)}>
          <input
            type="text"
            name="username"
            autoComplete="username"
            value={session_now().person.email}
            readOnly
            hidden
          />
          {input(
            'old_password',
            t('account.old_password'),
            'current-password',
            failure.field === 'old_password',
          )}
          {input(
            'new_password',
            t('account.new_password'),
            'new-password',
            failure.field === 'password',
          )}
          {input('again', t('account.again'), 'new-password', failure.field === 'again')}
          <p className="muted">{t('account.password_hint')}</p>
          <p id="password-failure" className="form-failure" role="alert">
            {failure.text}
          </p>
          <div className="form-buttons">
            <Button type="submit" loading={busy}>
              {t('account.change_password')}
            </Button>
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
