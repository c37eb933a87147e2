// The name of a record, large, edited in place like any field.
import type { TuskRecord } from '@/lib/api/types';
import { use_words } from '@/lib/i18n';
import { get_field } from '@/lib/records/registry';
import { edit_state_of, edit_states } from '@/lib/records/save';
import { may_write } from '@/lib/session/rights';
import { use_store } from '@/lib/store';
import { FieldState } from './field-state';
import { OverrideNotice } from './override-notice';
import { TextEditor } from './text-editor';

export function TitleField({ record, name }: { record: TuskRecord; name: string }) {
  const { say } = use_words();
  const field = get_field(record.type, name);
  const id = `${record.type}-${record.id}-title`;
  const state = use_store(
    edit_states,
    (all) => edit_state_of(all, record.type, record.id).fields[name],
  );
  const title = String(record.fields[name] ?? '');
  if (!may_write(record.type)) return <h1>{title}</h1>;
  return (
    <div className="title-field">
      <h1 className="hidden-text">{title}</h1>
      <label htmlFor={id} className="hidden-text">
        {say(field.label)}
      </label>
      <TextEditor record={record} field={field} id={id} />
      <FieldState state={state} label={say(field.label)} />
      <OverrideNotice record={record} field={field} />
    </div>
  );
}
