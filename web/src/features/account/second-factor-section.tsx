// Two-step log-in: the app, the recovery codes, and for super users what the company wants.
import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select } from '@mantine/core';
import { Icon } from '@/components/icon';
import type { CompanySettings, SecondFactor } from '@/lib/api/types';
import { error_text } from '@/lib/error-text';
import { format_date } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { ProofGivenUp } from '@/lib/session/proof';
import { session_now } from '@/lib/session/session-store';
import { show_toast } from '@/lib/toast';
import {
  account_keys,
  change_company_settings,
  get_company_settings,
  get_second_factor,
  list_passkeys,
  remove_app,
  renew_recovery_codes,
} from './calls';
import { AddPasskey } from './add-passkey';
import { PasskeyRows } from './passkey-rows';
import { RecoveryCodes } from './recovery-codes';
import { SetUpApp } from './set-up-app';

function tell(error: unknown) {
  if (error instanceof ProofGivenUp) return;
  show_toast({ tone: 'error', text: error_text(error) });
}

export function SecondFactorSection() {
  const { t } = use_words();
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: account_keys.factor, queryFn: get_second_factor });
  const passkeys = useQuery({ queryKey: account_keys.passkeys, queryFn: list_passkeys });
  const [setting_up, set_setting_up] = useState<'app' | 'passkey' | null>(null);
  const [codes, set_codes] = useState<string[] | null>(null);
  const look_again = () => queries.invalidateQueries({ queryKey: account_keys.factor });
  const done = () => {
    set_setting_up(null);
    set_codes(null);
    void look_again();
  };
  if (!data || !passkeys.data) return null;
  const has_factor = data.app_since !== null || passkeys.data.passkeys.length > 0;
  return (
    <section className="profile-card" aria-labelledby="profile-factor">
      <h2 id="profile-factor">{t('account.factor')}</h2>
      <p className="muted">{t('account.factor_lead')}</p>
      {setting_up === 'app' && <SetUpApp on_done={done} on_cancel={() => set_setting_up(null)} />}
      {setting_up === 'passkey' && (
        <AddPasskey on_done={done} on_cancel={() => set_setting_up(null)} />
      )}
      {codes && <RecoveryCodes codes={codes} on_done={done} />}
      {!setting_up && !codes && (
        <ul className="profile-list">
          <AppRow
            factor={data}
            on_set_up={() => set_setting_up('app')}
            on_remove={() => remove_app().then(look_again).catch(tell)}
          />
          <PasskeyRows
            own={passkeys.data}
            on_add={() => set_setting_up('passkey')}
            on_changed={look_again}
            on_failed={(error) => {
              tell(error);
              void look_again();
            }}
          />
          {has_factor && (
            <CodesRow
              left={data.recovery_codes_left}
              on_renew={() =>
                renew_recovery_codes()
                  .then((made) => set_codes(made.codes))
                  .catch(tell)
              }
            />
          )}
        </ul>
      )}
      {session_now().company?.role === 'super_user' && <Policy />}
    </section>
  );
}

interface AppRowProps {
  factor: SecondFactor;
  on_set_up: () => void;
  on_remove: () => void;
}

function AppRow({ factor, on_set_up, on_remove }: AppRowProps) {
  const { t, language } = use_words();
  return (
    <li className="profile-row">
      <Icon name="mobile" />
      <div className="profile-row-text">
        <strong>{t('account.app')}</strong>
        <span className="muted">
          {factor.app_since
            ? t('account.app_since', { date: format_date(factor.app_since, language) })
            : t('account.app_none')}
        </span>
      </div>
      <div className="profile-row-buttons">
        <Button variant={factor.app_since ? 'default' : undefined} onClick={on_set_up}>
          {t(factor.app_since ? 'account.app_replace' : 'account.app_set_up')}
        </Button>
        {factor.app_since && (
          <Button variant="default" className="danger" onClick={on_remove}>
            {t('account.remove')}
          </Button>
        )}
      </div>
    </li>
  );
}

function CodesRow({ left, on_renew }: { left: number; on_renew: () => void }) {
  const { t } = use_words();
  return (
    <li className="profile-row">
      <Icon name="note" />
      <div className="profile-row-text">
        <strong>{t('account.codes_title')}</strong>
        <span className={left < 3 ? 'few-left' : 'muted'}>
          {t('account.codes_left', { count: left })}
        </span>
      </div>
      <div className="profile-row-buttons">
        <Button variant="default" onClick={on_renew}>
          {t('account.codes_renew')}
        </Button>
      </div>
    </li>
  );
}

const policies = ['optional', 'super_users', 'everyone'] as const;

function Policy() {
  const { t } = use_words();
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: account_keys.company, queryFn: get_company_settings });
  const change = (second_factor: CompanySettings['second_factor']) => {
    change_company_settings({ second_factor })
      .then((settings) => {
        queries.setQueryData(account_keys.company, settings);
        show_toast({ text: t('common.saved') });
      })
      .catch(tell);
  };
  return (
    <div className="profile-policy">
      <Select
        label={t('account.policy', { company: session_now().company?.name })}
        data={policies.map((value) => ({ value, label: t(`account.policy_${value}`) }))}
        value={data?.second_factor ?? null}
        allowDeselect={false}
        onChange={(value) => value && change(value as CompanySettings['second_factor'])}
      />
    </div>
  );
}
