// All contact persons, whatever contact they belong to.
import { getRouteApi, Link, Outlet, useMatch, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ButtonLink } from '@/components/button-link';
import { ListPage } from '@/components/records/list-page';
import { text_column, type Column } from '@/components/records/record-table';
import { ReferenceTitle } from '@/components/records/reference-title';
import { format_count } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { get_field } from '@/lib/records/registry';
import './contact-persons.css';

const route = getRouteApi('/contact-persons');

function use_columns(): Column[] {
  const { say } = use_words();
  return useMemo(() => {
    const label = (name: string) => say(get_field('contact_person', name).label);
    const text = (name: string) => text_column(name, label(name));
    return [
      {
        name: 'name',
        label: label('name'),
        sortable: true,
        cell: ({ id, fields }) => (
          <>
            <Link
              to="/contact-persons/$id"
              params={{ id: String(id) }}
              search={(old) => old}
              className="name-link"
              tabIndex={-1}
              preload={false}
            >
              {fields.name}
            </Link>
            <span className="under-line">
              {[fields.title, fields.mobile ?? fields.phone].filter(Boolean).join(' · ')}
            </span>
          </>
        ),
      },
      text('title'),
      {
        name: 'contact',
        label: label('contact'),
        cell: ({ fields }) => <ReferenceTitle type="contact" id={Number(fields.contact)} />,
      },
      text('mobile'),
      text('email'),
    ];
  }, [say]);
}

export function ContactPersonsPage() {
  const { t, language } = use_words();
  const search = route.useSearch();
  const navigate = useNavigate();
  const card = useMatch({ from: '/contact-persons/$id', shouldThrow: false });
  return (
    <ListPage
      type="contact_person"
      title={t('nav.contact_persons')}
      className="persons-table"
      columns={use_columns()}
      default_sort="name"
      search_label={t('list.search_persons')}
      count_of={(count) =>
        t('list.number_of_persons', { count, formatted: format_count(count, language) })
      }
      empty={{
        icon: 'persons',
        title: t('list.empty_persons'),
        lead: t('list.empty_persons_lead'),
        children: <ButtonLink to="/contacts">{t('list.to_contacts')}</ButtonLink>,
      }}
      no_match={t('list.no_match_persons')}
      search={search}
      on_search={(next) => void navigate({ to: '.', search: next, replace: true })}
      open_id={card ? Number(card.params.id) : null}
      on_open={(record, how) =>
        void navigate({
          to: '/contact-persons/$id',
          params: { id: String(record.id) },
          search,
          replace: how === 'follow',
        })
      }
      on_close={() =>
        void navigate({ to: '/contact-persons', search: { ...search, full: undefined } })
      }
      card={card ? <Outlet /> : null}
    />
  );
}
