// The person's passkeys as rows: renamed in place, removed; and the way to one more.
import { useState, type FormEvent } from 'react';
import { Button } from '@mantine/core';
import { Icon } from '@/components/icon';
import type { Passkey, Passkeys } from '@/lib/api/types';
import { format_date, format_moment } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { browser_has_passkeys } from '@/lib/session/passkeys';
import { rename_passkey, remove_passkey } from './calls';

interface PasskeyRowsProps {
  own: Passkeys;
  on_add: () => void;
  // After a change, and if one failed.
  on_changed: () => void;
  on_failed: (error: unknown) => void;
}

export function PasskeyRows({ own, on_add, on_changed, on_failed }: PasskeyRowsProps) {
  const { t } = use_words();
  const possible = own.available && browser_has_passkeys();
  const run = (work: Promise<void>) => work.then(on_changed).catch(on_failed);
  return (
    <>
      {own.passkeys.map((passkey) => (
        <PasskeyRow
          key={passkey.id}
          passkey={passkey}
          on_rename={(name) => run(rename_passkey(passkey.id, name))}
          on_remove={() => void run(remove_passkey(passkey.id))}
        />
      ))}
      <li className="profile-row">
        <Icon name="key" />
        <div className="profile-row-text">
          <strong>{t(own.passkeys.length > 0 ? 'account.passkey_more' : 'account.passkey')}</strong>
          <span className="muted">
            {t(possible ? 'account.passkey_lead' : 'account.passkey_not_here')}
          </span>
        </div>
        <div className="profile-row-buttons">
          <Button variant="default" disabled={!possible} onClick={on_add}>
            {t('account.passkey_add')}
          </Button>
        </div>
      </li>
    </>
  );
}

interface PasskeyRowProps {
  passkey: Passkey;
  on_rename: (name: string) => Promise<void>;
  on_remove: () => void;
}

function PasskeyRow({ passkey, on_rename, on_remove }: PasskeyRowProps) {
  const { t, language } = use_words();
  const [renaming, set_renaming] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    set_renaming(false);
    if (name && name !== passkey.name) await on_rename(name);
  };
  if (renaming) {
    return (
      <li className="profile-row">
        <Icon name="key" />
        <form className="passkey-rename" onSubmit={(event) => void submit(event)}>
          <input
            className="input"
            name="name"
            maxLength={60}
            defaultValue={passkey.name}
            aria-label={t('account.passkey_name')}
            autoFocus
            onKeyDown={(event) => event.key === 'Escape' && set_renaming(false)}
          />
          <Button type="submit">{t('account.passkey_save')}</Button>
        </form>
      </li>
    );
  }
  return (
    <li className="profile-row">
      <Icon name="key" />
      <div className="profile-row-text">
        <strong>{passkey.name}</strong>
        <span className="muted">
          {t('account.passkey_since', { date: format_date(passkey.created_at, language) })}
          {passkey.used_at &&
            t('account.passkey_used', { at: format_moment(passkey.used_at, language) })}
        </span>
      </div>
      <div className="profile-row-buttons">
        <Button
          variant="default"
          aria-label={t('account.passkey_rename_one', { name: passkey.name })}
          onClick={() => set_renaming(true)}
        >
          {t('account.passkey_rename')}
        </Button>
        <Button
          variant="default"
          className="danger"
          aria-label={t('account.passkey_remove_one', { name: passkey.name })}
          onClick={on_remove}
        >
          {t('account.remove')}
        </Button>
      </div>
    </li>
  );
}
