// One field of a record, shown and edited in place: label above, value below. What kind of editor a
// field gets follows from the registry.
import { memo } from 'react';
import type { TuskRecord } from '@/lib/api/types';
import { use_words } from '@/lib/i18n';
import { get_field, type Field } from '@/lib/records/registry';
import { edit_state_of, edit_states } from '@/lib/records/save';
import { highlights } from '@/lib/live/highlights';
import { may_write } from '@/lib/session/rights';
import { use_store } from '@/lib/store';
import { ChoiceEditor } from './choice-editor';
import { FieldState } from './field-state';
import { OverrideNotice } from './override-notice';
import { ReadOnlyValue } from './read-only-value';
import { TextEditor } from './text-editor';
import './record-field.css';

export interface RecordFieldProps {
  record: TuskRecord;
  name: string;
  // Instead of the registry's label, where the place says the rest.
  label?: string;
  wide?: boolean;
}

export const RecordField = memo(function RecordField(props: RecordFieldProps) {
  const { record, name, label, wide } = props;
  const { say } = use_words();
  const field = get_field(record.type, name);
  const id = `${record.type}-${record.id}-${name}`;
  const fresh = use_store(
    highlights,
    (all) => all[`${record.type}/${record.id}`]?.fields.includes(name) ?? false,
  );
  const state = use_store(
    edit_states,
    (all) => edit_state_of(all, record.type, record.id).fields[name],
  );
  const writable = field.writable_online && may_write(record.type);
  return (
    <div
      className="field"
      data-wide={wide || undefined}
      data-fresh={fresh || undefined}
      data-refused={state?.kind === 'refused' || undefined}
    >
      <div className="field-head">
        <label htmlFor={writable ? id : undefined} id={`${id}-label`}>
          {label ?? say(field.label)}
          {field.required && writable && field.kind !== 'boolean' && (
            <span className="required" aria-hidden>
              *
            </span>
          )}
        </label>
        <FieldState state={state} label={say(field.label)} />
      </div>
      {writable ? (
        <Editor record={record} field={field} id={id} />
      ) : (
        <ReadOnlyValue record={record} field={field} labelled_by={`${id}-label`} />
      )}
      <OverrideNotice record={record} field={field} />
    </div>
  );
});

const choices: Field['kind'][] = [
  'reference',
  'choice',
  'country',
  'language',
  'currency',
  'boolean',
];

function Editor(props: { record: TuskRecord; field: Field; id: string }) {
  return choices.includes(props.field.kind) ? (
    <ChoiceEditor {...props} />
  ) : (
    <TextEditor {...props} />
  );
}
