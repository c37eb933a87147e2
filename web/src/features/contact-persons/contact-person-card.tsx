// The card of a contact person: whose it is, then its fields.
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { Icon } from '@/components/icon';
import { CardFrame, LiveLine, Section } from '@/components/records/card-frame';
import { CardState } from '@/components/records/card-state';
import { History } from '@/components/records/history';
import { Note } from '@/components/records/note';
import { RecordField } from '@/components/records/record-field';
import { ReferenceTitle } from '@/components/records/reference-title';
import { TitleField } from '@/components/records/title-field';
import type { TuskRecord } from '@/lib/api/types';
import { use_words } from '@/lib/i18n';
import { use_record } from '@/lib/records/hooks';
import { get_type } from '@/lib/records/registry';

const route = getRouteApi('/contact-persons/$id');
const elsewhere = ['name', 'contact', 'note'];

export function ContactPersonCard() {
  const { t, say } = use_words();
  const search = route.useSearch();
  const { id } = route.useParams();
  const navigate = useNavigate();
  const person = use_record('contact_person', Number(id));
  const close = useCallback(
    () => void navigate({ to: '/contact-persons', search: { ...search, full: undefined } }),
    [navigate, search],
  );
  return (
    <CardFrame
      label={String(person.data?.fields.name ?? t('nav.contact_persons'))}
      kind={say(get_type('contact_person').label)}
      full={search.full ?? false}
      on_full={() =>
        void navigate({ to: '.', search: { ...search, full: search.full ? undefined : true } })
      }
      on_close={close}
    >
      <CardState query={person} on_close={close}>
        {(record) => <Contents key={record.id} record={record} />}
      </CardState>
    </CardFrame>
  );
}

function Contents({ record }: { record: TuskRecord }) {
  const { say } = use_words();
  const contact = Number(record.fields.contact);
  const { groups, fields } = get_type('contact_person');
  return (
    <>
      <header className="card-title">
        <TitleField record={record} name="name" />
        <div className="card-facts">
          <Link to="/contacts/$id" params={{ id: String(contact) }} className="card-parent">
            <Icon name="building" size={15} />
            <ReferenceTitle type="contact" id={contact} />
          </Link>
        </div>
      </header>
      <LiveLine record={record} />
      <div className="card-sections">
        <div>
          {groups
            .filter((group) => group.name !== 'note')
            .map((group) => (
              <Section key={group.name} title={say(group.label)}>
                <div className="fields">
                  {fields
                    .filter((each) => each.group === group.name && !elsewhere.includes(each.name))
                    .map((each) => (
                      <RecordField key={each.name} record={record} name={each.name} />
                    ))}
                </div>
              </Section>
            ))}
        </div>
        <div>
          <Note record={record} />
          <History record={record} />
        </div>
      </div>
    </>
  );
}
