// The note of a record as plain paragraphs, with places for files that only the office has. Text is
// added at its end; the whole is edited only when one asks for that.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';
import { Icon } from '@/components/icon';
import type { TuskRecord } from '@/lib/api/types';
import { format_moment } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { add_to_note, paragraphs_of } from '@/lib/records/note-text';
import { get_field } from '@/lib/records/registry';
import { edit_state_of, edit_states, save_fields } from '@/lib/records/save';
import { find_draft, forget_draft, keep_draft } from '@/lib/session/drafts';
import { may_write } from '@/lib/session/rights';
import { session_now } from '@/lib/session/session-store';
import { use_store } from '@/lib/store';
import { Section } from './card-frame';
import { FieldState } from './field-state';
import { OverrideNotice } from './override-notice';
import { TextEditor } from './text-editor';
import './note.css';

export function Note({ record }: { record: TuskRecord }) {
  const { t } = use_words();
  const draft_name = `add to note ${record.type}/${record.id}`;
  const [mode, set_mode] = useState<'read' | 'add' | 'edit'>(() => {
    if (find_draft(draft_name) !== undefined) return 'add';
    return find_draft(`${record.type}/${record.id}/note`) === undefined ? 'read' : 'edit';
  });
  const field = get_field(record.type, 'note');
  const state = use_store(
    edit_states,
    (all) => edit_state_of(all, record.type, record.id).fields.note,
  );
  const note = String(record.fields.note ?? '');
  const id = `${record.type}-${record.id}-note`;
  return (
    <Section
      title={t('card.note')}
      action={
        <span className="note-actions">
          <FieldState state={state} label={t('card.note')} />
          {mode === 'read' && may_write(record.type) && (
            <>
              <button type="button" className="ghost" onClick={() => set_mode('add')}>
                <Icon name="plus" size={14} />
                {t('card.add_text')}
              </button>
              {note && (
                <button type="button" className="ghost" onClick={() => set_mode('edit')}>
                  {t('common.edit')}
                  <span className="hidden-text"> {t('card.note')}</span>
                </button>
              )}
            </>
          )}
          {mode === 'edit' && (
            <button type="button" className="ghost" onClick={() => set_mode('read')}>
              {t('card.note_done')}
            </button>
          )}
        </span>
      }
    >
      {mode === 'edit' || state?.kind === 'refused' ? (
        <div className="note-editor">
          <label htmlFor={id} className="hidden-text">
            {t('card.note')}
          </label>
          <TextEditor record={record} field={field} id={id} />
        </div>
      ) : note ? (
        <NoteText note={note} />
      ) : (
        mode === 'read' && <p className="muted">{t('card.no_note')}</p>
      )}
      {mode === 'add' && (
        <AddText record={record} draft_name={draft_name} on_done={() => set_mode('read')} />
      )}
      <OverrideNotice record={record} field={field} />
    </Section>
  );
}

function NoteText({ note }: { note: string }) {
  return (
    <div className="note-text">
      {paragraphs_of(note).map((paragraph, index) =>
        paragraph.kind === 'file' ? (
          <p key={index} className="note-file">
            <Icon name="note" size={15} />
            {paragraph.text}
          </p>
        ) : (
          <p key={index}>{paragraph.text}</p>
        ),
      )}
    </div>
  );
}

interface AddTextProps {
  record: TuskRecord;
  draft_name: string;
  on_done: () => void;
}

function AddText({ record, draft_name, on_done }: AddTextProps) {
  const { t, language } = use_words();
  const queries = useQueryClient();
  const [text, set_text] = useState(() => find_draft<string>(draft_name) ?? '');
  const done = () => {
    forget_draft(draft_name);
    on_done();
  };
  const add = () => {
    if (text.trim() === '') return done();
    const at = format_moment(new Date().toISOString(), language);
    const heading = `${session_now().person.name}, ${at}`;
    const note = add_to_note(String(record.fields.note ?? ''), heading, text);
    void save_fields(queries, record, { note });
    done();
  };
  const on_key = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) add();
    if (event.key === 'Escape') {
      event.stopPropagation();
      done();
    }
  };
  return (
    <div className="add-text">
      <label className="hidden-text" htmlFor="add-text">
        {t('card.add_text_label')}
      </label>
      <textarea
        id="add-text"
        className="input"
        rows={4}
        autoFocus
        value={text}
        aria-describedby="add-text-lead"
        onChange={(event) => {
          set_text(event.currentTarget.value);
          keep_draft(draft_name, event.currentTarget.value);
        }}
        onKeyDown={on_key}
      />
      <p id="add-text-lead" className="muted">
        {t('card.add_text_lead')}
      </p>
      <div className="new-buttons">
        <Button onClick={add}>{t('card.add_text')}</Button>
        <Button variant="default" onClick={done}>
          {t('common.cancel')}
        </Button>
      </div>
    </div>
  );
}
