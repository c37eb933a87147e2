// After the log-in of someone with several companies, or with none.
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { Icon } from '@/components/icon';
import { AddPasskey } from '@/features/account/add-passkey';
import { SetUpApp } from '@/features/account/set-up-app';
import type { Session } from '@/lib/api/types';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { choose_language, end_session, switch_company } from '@/lib/session/session-store';
import { browser_has_passkeys } from '@/lib/session/passkeys';
import { role_label } from '@/lib/session/rights';
import { show_toast } from '@/lib/toast';
import { LogInFrame } from './log-in-frame';

function tell(error: unknown) {
  show_toast({ tone: 'error', text: error_text(error) });
}

export function ChooseCompany({ session }: { session: Session }) {
  const { t, language } = use_words();
  const queries = useQueryClient();
  const [by_passkey, set_by_passkey] = useState(false);
  const [chosen, set_chosen] = useState<string | null>(null);
  const [closed, set_closed] = useState<string | null>(() => {
    const [only, ...others] = session.companies;
    return only?.needs_second_factor && others.length === 0 ? only.id : null;
  });
  const some = session.companies.length > 0;
  const wants_factor = session.companies.find((company) => company.id === closed);
  const choose = (id: string) => {
    if (session.companies.find((company) => company.id === id)?.needs_second_factor)
      return set_closed(id);
    enter(id);
  };
  const enter = (id: string) => {
    set_chosen(id);
    switch_company(queries, id).catch((error: unknown) => {
      set_chosen(null);
      tell(error);
    });
  };
  if (wants_factor) {
    return (
      <LogInFrame
        title={t('account.set_up_title')}
        lead={t('account.set_up_lead', { company: wants_factor.name })}
        language={language}
        on_language={(value) => void choose_language(value).catch(tell)}
      >
        {by_passkey ? (
          <AddPasskey
            on_done={() => enter(wants_factor.id)}
            on_cancel={() => set_by_passkey(false)}
          />
        ) : (
          <SetUpApp on_done={() => enter(wants_factor.id)} />
        )}
        {!by_passkey && browser_has_passkeys() && (
          <button
            type="button"
            className="plain-link log-in-forgotten"
            onClick={() => set_by_passkey(true)}
          >
            {t('account.passkey_instead')}
          </button>
        )}
        <button
          type="button"
          className="plain-link log-in-forgotten"
          onClick={() => void end_session(queries).catch(tell)}
        >
          {t('user.log_out')}
        </button>
      </LogInFrame>
    );
  }
  return (
    <LogInFrame
      title={t(some ? 'login.select_company' : 'login.no_company')}
      lead={
        some
          ? t('login.select_company_lead')
          : t('login.no_company_lead', { email: session.person.email })
      }
      language={language}
      on_language={(value) => void choose_language(value).catch(tell)}
    >
      <ul className="companies">
        {session.companies.map((company) => (
          <li key={company.id}>
            <button
              type="button"
              className="company"
              disabled={chosen !== null}
              onClick={() => choose(company.id)}
            >
              <Icon name="building" />
              <span className="company-name">
                <span>{company.name}</span>
                <span className="muted">{role_label(company, t)}</span>
              </span>
              <Icon name="chevron_right" size={16} />
            </button>
          </li>
        ))}
      </ul>
      <Button variant="default" fullWidth onClick={() => void end_session(queries).catch(tell)}>
        {t('user.log_out')}
      </Button>
    </LogInFrame>
  );
}
