// The drop-down of the people who can be invited: searched on the server, so that a large company
// is no trouble.
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  administration_key,
  list_people,
  type AdministeredPerson,
} from '@/lib/administration/people';
import { use_words } from '@/lib/i18n';
import '@/components/records/record-field.css';

const most_offered = 50;
const typing_ms = 120;

export function use_invitable(q: string) {
  return useQuery({
    queryKey: [...administration_key, 'invitable', q],
    queryFn: ({ signal }) =>
      list_people({ status: 'not_invited', q: q || undefined, limit: most_offered, signal }),
    placeholderData: keepPreviousData,
  });
}

function text_of(person: AdministeredPerson): string {
  return person.user_name ? `${person.name} (${person.user_name})` : person.name;
}

export interface PersonPickerProps {
  value: AdministeredPerson | null;
  on_value: (person: AdministeredPerson | null) => void;
  error?: string;
}

export function PersonPicker({ value, on_value, error }: PersonPickerProps) {
  const { t } = use_words();
  const [text, set_text] = useState('');
  const [asked] = useDebouncedValue(text.trim(), typing_ms);
  // What stands in the field is the chosen person's name, and no search.
  const { data } = use_invitable(value && text === text_of(value) ? '' : asked);
  const people = data?.people ?? [];
  const offered =
    value && !people.some((person) => person.key === value.key) ? [value, ...people] : people;
  return (
    <div className="form-field">
      <label htmlFor="person">{t('administration.person')}</label>
      <Select
        id="person"
        data={offered.map((person) => ({ value: person.key, label: text_of(person) }))}
        value={value?.key ?? null}
        onChange={(key) => on_value(offered.find((person) => person.key === key) ?? null)}
        searchable
        searchValue={text}
        onSearchChange={set_text}
        filter={({ options }) => options}
        clearable
        selectFirstOptionOnChange
        maxDropdownHeight={300}
        placeholder={t('administration.choose_person')}
        nothingFoundMessage={t('administration.nobody_found')}
        error={error !== undefined}
        aria-describedby="person-hint"
        classNames={{ input: 'input', dropdown: 'choices' }}
        clearButtonProps={{ 'aria-label': t('common.none'), tabIndex: -1 }}
      />
      <p id="person-hint" className="form-hint">
        {data && data.total > most_offered
          ? t('administration.many_people', { count: data.total })
          : t('administration.person_hint')}
      </p>
      {error && (
        <p className="field-problem" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
