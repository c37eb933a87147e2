// A field that is chosen: yes or no, a fixed list, or a record of another register.
import { Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { FieldValue, TuskRecord } from '@/lib/api/types';
import { use_words } from '@/lib/i18n';
import { use_options } from '@/lib/records/options';
import type { Field } from '@/lib/records/registry';
import { edit_state_of, edit_states, save_fields } from '@/lib/records/save';
import { use_store } from '@/lib/store';

export interface ChoiceEditorProps {
  record: TuskRecord;
  field: Field;
  id: string;
}

export function ChoiceEditor({ record, field, id }: ChoiceEditorProps) {
  const { t } = use_words();
  const queries = useQueryClient();
  const value = record.fields[field.name] ?? null;
  const refused = use_store(edit_states, (all) => {
    const state = edit_state_of(all, record.type, record.id).fields[field.name];
    return state?.kind === 'refused' ? state.message : null;
  });
  const save = (next: FieldValue) => {
    if (next !== value) void save_fields(queries, record, { [field.name]: next });
  };
  return (
    <>
      {field.kind === 'boolean' ? (
        <label className="check field-check">
          <input
            id={id}
            type="checkbox"
            checked={value === true}
            onChange={(event) => save(event.currentTarget.checked)}
          />
          {t(value === true ? 'common.yes' : 'common.no')}
        </label>
      ) : (
        <Choice
          field={field}
          id={id}
          value={value}
          on_value={save}
          described_by={`${id}-problem`}
        />
      )}
      {refused && (
        <p className="field-problem" id={`${id}-problem`} role="alert">
          {refused}
        </p>
      )}
    </>
  );
}

export interface ChoiceProps {
  field: Field;
  id: string;
  value: FieldValue;
  on_value: (value: FieldValue) => void;
  described_by?: string;
  boxed?: boolean;
}

// The list of what may be chosen, searched by writing.
export function Choice({ field, id, value, on_value, described_by, boxed }: ChoiceProps) {
  const { t } = use_words();
  const { options, value_of } = use_options(field, value);
  return (
    <Select
      id={id}
      data={options}
      value={value === null ? null : String(value)}
      onChange={(chosen) => on_value(chosen === null ? null : value_of(chosen))}
      searchable
      clearable={!field.required}
      placeholder={boxed ? undefined : '–'}
      nothingFoundMessage={t('common.nothing_to_choose')}
      aria-describedby={described_by}
      classNames={{ input: boxed ? 'input' : 'field-input', dropdown: 'choices' }}
      clearButtonProps={{ 'aria-label': t('common.none'), tabIndex: -1 }}
      selectFirstOptionOnChange
    />
  );
}
