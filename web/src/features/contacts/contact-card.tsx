// The card of a contact.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { CardFrame, LiveLine, Section } from '@/components/records/card-frame';
import { CardState } from '@/components/records/card-state';
import { History } from '@/components/records/history';
import { Note } from '@/components/records/note';
import { RecordField } from '@/components/records/record-field';
import type { TuskRecord } from '@/lib/api/types';
import { use_words } from '@/lib/i18n';
import { use_record } from '@/lib/records/hooks';
import { get_type } from '@/lib/records/registry';
import { Addresses } from './addresses';
import { CardHead } from './card-head';
import { CardMenu } from './card-menu';
import { Persons } from './persons';
import { may_write } from '@/lib/session/rights';

const route = getRouteApi('/contacts/$id');
const in_head = [
  'name',
  'number',
  'is_customer',
  'is_supplier',
  'is_partner',
  'is_private',
  'active',
];

export function ContactCard() {
  const { t, say } = use_words();
  const { id } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const contact = use_record('contact', Number(id));
  const close = useCallback(
    () => void navigate({ to: '/contacts', search: { ...search, full: undefined } }),
    [navigate, search],
  );
  const record = contact.isError ? undefined : contact.data;
  const name = String(record?.fields.name ?? '');
  return (
    <CardFrame
      label={name || t('nav.contacts')}
      kind={say(get_type('contact').label)}
      full={search.full ?? false}
      on_full={() =>
        void navigate({ to: '.', search: { ...search, full: search.full ? undefined : true } })
      }
      on_close={close}
      buttons={record && may_write('contact') && <CardMenu record={record} on_gone={close} />}
    >
      <CardState query={contact} on_close={close}>
        {(shown) => <Contents key={shown.id} record={shown} />}
      </CardState>
    </CardFrame>
  );
}

function Contents({ record }: { record: TuskRecord }) {
  const { t } = use_words();
  const fields = (group: string) =>
    get_type('contact').fields.filter(
      (field) => field.group === group && !in_head.includes(field.name),
    );
  return (
    <>
      <CardHead record={record} />
      <LiveLine record={record} />
      <div className="card-sections">
        <div>
          <Section title={t('card.information')}>
            <div className="fields">
              {fields('main').map((field) => (
                <RecordField key={field.name} record={record} name={field.name} />
              ))}
            </div>
          </Section>
          <Addresses record={record} />
          <Persons contact={record} />
        </div>
        <div>
          <Note record={record} />
          <Section title={t('card.more')}>
            <div className="fields">
              {fields('more').map((field) => (
                <RecordField key={field.name} record={record} name={field.name} />
              ))}
            </div>
          </Section>
          <History record={record} />
        </div>
      </div>
    </>
  );
}
