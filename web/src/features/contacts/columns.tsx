// The columns of the list of contacts.
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { text_column, type Column } from '@/components/records/record-table';
import type { TuskRecord } from '@/lib/api/types';
import { format_moment, format_when } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { highlights } from '@/lib/live/highlights';
import { use_small_register } from '@/lib/records/hooks';
import { get_field } from '@/lib/records/registry';
import { use_store } from '@/lib/store';

export const type_fields = ['is_customer', 'is_supplier', 'is_partner', 'is_private'];

function Changed({ record }: { record: TuskRecord }) {
  const { t, language } = use_words();
  const mark = use_store(highlights, (all) => all[`contact/${record.id}`]);
  if (mark) return t('list.changed_just_now', { name: mark.by });
  return (
    <time
      dateTime={record.changed_at}
      title={`${format_moment(record.changed_at, language)} ${t('list.changed_by', { name: record.changed_by })}`}
    >
      {format_when(record.changed_at, language)}
    </time>
  );
}

export function use_contact_columns(): Column[] {
  const { t, say } = use_words();
  const { titles: employees } = use_small_register('employee');
  return useMemo(() => {
    const label = (name: string) => say(get_field('contact', name).label);
    const text = (name: string) => text_column(name, label(name));
    return [
      {
        name: 'name',
        label: label('name'),
        sortable: true,
        cell: ({ id, fields }) => (
          <>
            <Link
              to="/contacts/$id"
              params={{ id: String(id) }}
              search={(old) => old}
              className="name-link"
              tabIndex={-1}
              preload={false}
            >
              {fields.name}
            </Link>
            {fields.active === false && (
              <>
                {' '}
                <span className="tag">{t('list.inactive')}</span>
              </>
            )}
            <span className="under-line">
              {[fields.city, fields.phone ?? fields.mobile].filter(Boolean).join(' · ')}
            </span>
          </>
        ),
      },
      text('number'),
      {
        name: 'types',
        label: t('list.type'),
        cell: ({ fields }) =>
          type_fields
            .filter((name) => fields[name] === true)
            .map(label)
            .join(', '),
      },
      text('city'),
      text('phone'),
      text('email'),
      {
        name: 'our_reference',
        label: label('our_reference'),
        cell: ({ fields }) => employees.get(Number(fields.our_reference)) ?? '',
      },
      {
        name: 'changed_at',
        label: t('list.changed'),
        sortable: true,
        cell: (record) => <Changed record={record} />,
      },
    ];
  }, [t, say, employees]);
}
