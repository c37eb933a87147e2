// The list of contacts.
import { getRouteApi, Outlet, useMatch, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Icon } from '@/components/icon';
import { ButtonLink } from '@/components/button-link';
import { ListPage } from '@/components/records/list-page';
import { format_count } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { use_contact_columns } from './columns';
import './contacts.css';
import { may_write } from '@/lib/session/rights';

const route = getRouteApi('/contacts');
export function ContactsPage() {
  const { t, language } = use_words();
  const search = route.useSearch();
  const navigate = useNavigate();
  const card = useMatch({ from: '/contacts/$id', shouldThrow: false });
  const creating = useMatch({ from: '/contacts/new', shouldThrow: false });
  const columns = use_contact_columns();
  const chips = useMemo(
    () => [
      { field: undefined, label: t('list.all') },
      { field: 'is_customer', label: t('list.customers') },
      { field: 'is_supplier', label: t('list.suppliers') },
      { field: 'is_partner', label: t('list.partners') },
      { field: 'is_private', label: t('list.private') },
    ],
    [t],
  );
  const new_link = (
    <ButtonLink
      to="/contacts/new"
      search={search}
      leftSection={<Icon name="plus" size={16} />}
      aria-keyshortcuts="n"
    >
      {t('list.new_contact')}
    </ButtonLink>
  );
  return (
    <ListPage
      type="contact"
      title={t('nav.contacts')}
      className="contacts-table"
      columns={columns}
      default_sort="name"
      search_label={t('list.search_contacts')}
      count_of={(count) =>
        t('list.number_of_contacts', { count, formatted: format_count(count, language) })
      }
      chips={chips}
      action={may_write('contact') ? new_link : null}
      empty={{
        icon: 'contacts',
        title: t('list.empty'),
        lead: t('list.empty_lead'),
        children: may_write('contact') && (
          <ButtonLink to="/contacts/new">{t('list.empty_action')}</ButtonLink>
        ),
      }}
      no_match={t('list.no_match')}
      search={search}
      on_search={(next) => void navigate({ to: '.', search: next, replace: true })}
      open_id={card ? Number(card.params.id) : null}
      on_open={(record, how) =>
        void navigate({
          to: '/contacts/$id',
          params: { id: String(record.id) },
          search,
          replace: how === 'follow',
        })
      }
      on_close={() => void navigate({ to: '/contacts', search: { ...search, full: undefined } })}
      card={card || creating ? <Outlet /> : null}
    />
  );
}
