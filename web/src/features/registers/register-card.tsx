// A record of a register that is kept at the office.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { CardFrame, LiveLine, Section } from '@/components/records/card-frame';
import { CardState } from '@/components/records/card-state';
import { RecordField } from '@/components/records/record-field';
import type { TuskRecord } from '@/lib/api/types';
import { format_moment } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { use_record } from '@/lib/records/hooks';
import { get_type } from '@/lib/records/registry';

const route = getRouteApi('/registers/$type/$id');

export function RegisterCard() {
  const { say } = use_words();
  const { type, id } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const query = use_record(type, Number(id));
  const close = useCallback(
    () => void navigate({ to: '/registers/$type', params: { type }, search }),
    [navigate, type, search],
  );
  return (
    <CardFrame
      label={say(get_type(type).label)}
      kind={say(get_type(type).label)}
      full={false}
      on_close={close}
    >
      <CardState query={query} on_close={close}>
        {(record) => <Contents key={record.id} record={record} />}
      </CardState>
    </CardFrame>
  );
}

function Contents({ record }: { record: TuskRecord }) {
  const { t, say, language } = use_words();
  const { title_field, groups, fields } = get_type(record.type);
  return (
    <>
      <header className="card-title">
        <h1>{String(record.fields[title_field] ?? '')}</h1>
      </header>
      <LiveLine record={record} />
      {groups.map((group) => (
        <Section key={group.name} title={say(group.label)}>
          <div className="fields">
            {fields
              .filter((field) => field.group === group.name && field.name !== title_field)
              .map((field) => (
                <RecordField key={field.name} record={record} name={field.name} />
              ))}
          </div>
        </Section>
      ))}
      <p className="card-meta">
        {t('card.changed', {
          at: format_moment(record.changed_at, language),
          by: record.changed_by,
        })}
        <br />
        {t('list.read_only')}
      </p>
    </>
  );
}
