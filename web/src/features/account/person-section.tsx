import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Select } from '@mantine/core';
import { error_text } from '@/lib/error-text';
import { languages, use_words } from '@/lib/i18n';
import { choose_language, session_now } from '@/lib/session/session-store';
import { show_toast } from '@/lib/toast';
import { account_keys, change_account, get_account } from './calls';

const last_time = 'last_time';

export function PersonSection() {
  const { t, language } = use_words();
  const queries = useQueryClient();
  const { person, companies } = session_now();
  const { data } = useQuery({ queryKey: account_keys.account, queryFn: get_account });
  const change = (wanted: Parameters<typeof change_account>[0]) => {
    change_account(wanted)
      .then((account) => {
        queries.setQueryData(account_keys.account, account);
        show_toast({ text: t('common.saved') });
      })
      .catch((error: unknown) => show_toast({ tone: 'error', text: error_text(error) }));
  };
  return (
    <section className="profile-card" aria-labelledby="profile-person">
      <h2 id="profile-person">{t('account.person')}</h2>
      <dl className="profile-facts">
        <div>
          <dt>{t('account.name')}</dt>
          <dd>{person.name}</dd>
        </div>
        <div>
          <dt>{t('account.email')}</dt>
          <dd>{person.email}</dd>
        </div>
      </dl>
      <p className="muted">{t('account.email_fixed')}</p>
      <div className="profile-choices">
        <Select
          label={t('user.language')}
          data={languages.map(({ value, name }) => ({ value, label: name }))}
          value={language}
          allowDeselect={false}
          onChange={(value) => value && void choose_language(value)}
        />
        <Select
          label={t('account.time_zone')}
          data={Intl.supportedValuesOf('timeZone')}
          value={data?.time_zone ?? null}
          searchable
          limit={60}
          nothingFoundMessage={t('common.nothing_to_choose')}
          allowDeselect={false}
          onChange={(value) => value && change({ time_zone: value })}
        />
        {companies.length > 1 && (
          <Select
            label={t('account.default_company')}
            data={[
              { value: last_time, label: t('account.last_company') },
              ...companies.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={data ? (data.default_company ?? last_time) : null}
            allowDeselect={false}
            onChange={(value) =>
              value && change({ default_company: value === last_time ? '' : value })
            }
          />
        )}
      </div>
    </section>
  );
}
