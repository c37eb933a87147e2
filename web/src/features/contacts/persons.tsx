// The people at a contact: a line each, opened in place to read and change; new ones below.
import { Button, Modal } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Icon } from '@/components/icon';
import { Failure } from '@/components/failure';
import { LiveLine, Section } from '@/components/records/card-frame';
import { NewRecordForm } from '@/components/records/new-record-form';
import { RecordField } from '@/components/records/record-field';
import type { TuskRecord } from '@/lib/api/types';
import { error_text } from '@/lib/error-text';
import { initials_of, phone_link } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { keys, put_record } from '@/lib/records/cache';
import { delete_record } from '@/lib/records/delete-record';
import { use_record } from '@/lib/records/hooks';
import { list_records } from '@/lib/records/list-records';
import { show_toast } from '@/lib/toast';
import { find_draft } from '@/lib/session/drafts';
import { may_write } from '@/lib/session/rights';

const type = 'contact_person';
const most_persons = 200;
const person_fields = ['name', 'title', 'role', 'department', 'phone', 'mobile', 'email', 'note'];
const new_fields = ['name', 'title', 'phone', 'mobile', 'email'];

export function Persons({ contact }: { contact: TuskRecord }) {
  const { t } = use_words();
  const queries = useQueryClient();
  const draft_name = `new ${type} ${contact.id}`;
  const [adding, set_adding] = useState(() => find_draft(draft_name) !== undefined);
  const [open_id, set_open_id] = useState<number | null>(null);
  const persons = useQuery({
    queryKey: keys.children(type, contact.id),
    queryFn: async () => {
      const filter = [`contact:eq:${contact.id}`];
      const query = { type, filter, sort: 'name', limit: most_persons, background: true };
      const { records } = await list_records(query);
      // Each is a record of its own in the cache, which live events and saves keep up to date.
      for (const record of records) put_record(queries, record);
      return records;
    },
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['records', type] });
  const records = persons.data ?? [];
  return (
    <Section
      title={t('card.persons')}
      action={
        !adding &&
        may_write(type) && (
          <button type="button" className="ghost" onClick={() => set_adding(true)}>
            <Icon name="plus" size={14} />
            {t('card.add_person')}
          </button>
        )
      }
    >
      {persons.isError && !persons.data && (
        <Failure
          title={t('list.failed')}
          error={persons.error}
          on_retry={() => void persons.refetch()}
        />
      )}
      {persons.data && records.length === 0 && !adding && (
        <p className="muted">{t('card.no_persons')}</p>
      )}
      <ul className="persons">
        {records.map((person) => (
          <Person
            key={person.id}
            listed={person}
            open={person.id === open_id}
            on_toggle={() => set_open_id(person.id === open_id ? null : person.id)}
            on_gone={() => void refresh()}
          />
        ))}
      </ul>
      {adding && (
        <NewRecordForm
          type={type}
          names={new_fields}
          fixed={{ contact: contact.id, active: true }}
          draft_name={draft_name}
          on_created={() => {
            set_adding(false);
            void refresh();
          }}
          on_cancel={() => set_adding(false)}
        />
      )}
    </Section>
  );
}

interface PersonProps {
  listed: TuskRecord;
  open: boolean;
  on_toggle: () => void;
  on_gone: () => void;
}

function Person({ listed, open, on_toggle, on_gone }: PersonProps) {
  const { t } = use_words();
  const { data } = use_record(type, listed.id);
  const person = data ?? listed;
  const [asking, set_asking] = useState(false);
  const { fields } = person;
  const name = String(fields.name ?? '');
  const number = fields.mobile ?? fields.phone;
  const id = `person-${person.id}`;

  const remove = async () => {
    set_asking(false);
    try {
      await delete_record(type, person.id);
      on_gone();
      show_toast({ text: t('card.deleted', { name }) });
    } catch (error) {
      const text = error_text(error);
      show_toast({ tone: 'error', text: t('card.delete_refused', { name }), detail: text });
    }
  };
  return (
    <li className="person" data-open={open || undefined}>
      <div className="person-line">
        <button
          type="button"
          className="person-button"
          aria-expanded={open}
          aria-controls={id}
          onClick={on_toggle}
        >
          <span className="avatar" aria-hidden>
            {initials_of(name)}
          </span>
          <span className="person-name">
            <span>{name}</span>
            <span className="muted">{[fields.title, number].filter(Boolean).join(' · ')}</span>
          </span>
          <Icon name={open ? 'chevron_down' : 'chevron_right'} size={16} />
        </button>
        {number && (
          <a className="ghost square" href={phone_link(String(number))} title={String(number)}>
            <Icon name="phone" size={16} />
            <span className="hidden-text">
              {t('card.call')} {name}
            </span>
          </a>
        )}
        {fields.email && (
          <a
            className="ghost square"
            href={`mailto:${String(fields.email)}`}
            title={String(fields.email)}
          >
            <Icon name="mail" size={16} />
            <span className="hidden-text">
              {t('card.mail')} {name}
            </span>
          </a>
        )}
      </div>
      {open && (
        <div id={id} className="person-fields">
          <div className="fields">
            {person_fields.map((field) => (
              <RecordField key={field} record={person} name={field} wide={field === 'note'} />
            ))}
          </div>
          <LiveLine record={person} />
          {may_write(type) && (
            <button type="button" className="ghost danger" onClick={() => set_asking(true)}>
              <Icon name="trash" size={15} />
              {t('card.delete')} …
            </button>
          )}
        </div>
      )}
      <Modal
        opened={asking}
        onClose={() => set_asking(false)}
        title={t('card.delete_title', { name })}
        size={420}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <p>{t('card.delete_person_text')}</p>
        <div className="dialogue-buttons">
          <Button variant="default" onClick={() => set_asking(false)}>
            {t('common.cancel')}
          </Button>
          <Button className="danger-button" onClick={() => void remove()}>
            {t('card.delete')}
          </Button>
        </div>
      </Modal>
    </li>
  );
}
