// The small registers that are kept at the office: the company itself, employees, departments and
// the values of drop-downs. Read only, one tab each.
import { getRouteApi, Link, Outlet, useMatch, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ListPage } from '@/components/records/list-page';
import type { Column } from '@/components/records/record-table';
import { EmptyState } from '@/components/empty-state';
import { format_count } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { find_type, get_field, get_type } from '@/lib/records/registry';
import { may_read } from '@/lib/session/rights';
import { use_value_text } from '@/lib/records/value-text';
import './registers.css';

const route = getRouteApi('/registers/$type');

// The registers with the columns of their lists; the first is the name.
const shown: Record<string, string[]> = {
  employee: ['name', 'number', 'job_title', 'department', 'phone', 'email'],
  department: ['name', 'code'],
  property: ['name', 'kind', 'name_english'],
  company: ['name', 'organisation_number', 'city', 'phone'],
};

function use_columns(type: string): Column[] {
  const { say } = use_words();
  const text = use_value_text();
  return useMemo(
    () =>
      (shown[type] ?? []).map((name, index): Column => {
        const field = get_field(type, name);
        return {
          name,
          label: say(field.label),
          sortable: field.kind !== 'reference',
          cell: ({ id, fields }) =>
            index > 0 ? (
              text(field, fields[name])
            ) : (
              <Link
                to="/registers/$type/$id"
                params={{ type, id: String(id) }}
                search={(old) => old}
                className="name-link"
                tabIndex={-1}
                preload={false}
              >
                {text(field, fields[name])}
              </Link>
            ),
        };
      }),
    [type, say, text],
  );
}

export function RegisterPage() {
  const { type } = route.useParams();
  const { t } = use_words();
  if (!shown[type] || !find_type(type)) {
    return <EmptyState icon="info" title={t('app.no_page')} lead={t('app.no_page_lead')} />;
  }
  return <Register key={type} type={type} />;
}

function Register({ type }: { type: string }) {
  const { t, say, language } = use_words();
  const search = route.useSearch();
  const navigate = useNavigate();
  const card = useMatch({ from: '/registers/$type/$id', shouldThrow: false });
  const { label_plural } = get_type(type);
  const tabs = (
    <nav className="tabs" aria-label={t('nav.registers')}>
      {Object.keys(shown)
        .filter(may_read)
        .map((each) => (
          <Link
            key={each}
            to="/registers/$type"
            params={{ type: each }}
            className="tab"
            activeProps={{ 'aria-current': 'page' }}
          >
            {say(get_type(each).label_plural)}
          </Link>
        ))}
    </nav>
  );
  return (
    <ListPage
      type={type}
      title={say(label_plural)}
      className={`registers-table register-${type}`}
      columns={use_columns(type)}
      default_sort="name"
      search_label={t('list.search')}
      count_of={(count) => t('list.count', { count, formatted: format_count(count, language) })}
      head={tabs}
      action={<span className="muted read-only">{t('list.read_only')}</span>}
      empty={{ icon: 'registers', title: t('list.empty_rows'), lead: t('list.empty_rows_lead') }}
      no_match={t('list.no_match_rows')}
      search={search}
      on_search={(next) => void navigate({ to: '.', search: next, replace: true })}
      open_id={card ? Number(card.params.id) : null}
      on_open={(record, how) =>
        void navigate({
          to: '/registers/$type/$id',
          params: { type, id: String(record.id) },
          search,
          replace: how === 'follow',
        })
      }
      on_close={() => void navigate({ to: '/registers/$type', params: { type }, search })}
      card={card ? <Outlet /> : null}
    />
  );
}
