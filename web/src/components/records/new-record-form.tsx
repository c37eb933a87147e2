// A new record: its most used fields, checked where they are written. What is written survives a
// reload, until it is created or cancelled.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Fragment, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { ApiError } from '@/lib/api/client';
import type { Fields, FieldValue, TuskRecord } from '@/lib/api/types';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { put_record } from '@/lib/records/cache';
import { create_record } from '@/lib/records/create-record';
import { get_field, type Field } from '@/lib/records/registry';
import { parse_text } from '@/lib/records/text';
import { find_draft, forget_draft, keep_draft } from '@/lib/session/drafts';
import { show_toast } from '@/lib/toast';
import { Choice } from './choice-editor';
import './new-record-form.css';

// What is written and chosen so far, as text where it is written.
type Draft = Record<string, FieldValue>;

export interface NewRecordFormProps {
  type: string;
  names: string[];
  // Fields that the place decides.
  fixed?: Fields;
  draft_name: string;
  on_created: (record: TuskRecord) => void;
  on_cancel: () => void;
}

const wide_kinds: Field['kind'][] = ['note', 'long_text'];

export function NewRecordForm(props: NewRecordFormProps) {
  const { type, names, fixed, draft_name, on_created, on_cancel } = props;
  const { t, say, language } = use_words();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [kept] = useState(() => find_draft<Draft>(draft_name));
  const [draft, set_draft] = useState<Draft>(kept ?? {});
  const [problems, set_problems] = useState<Record<string, string>>({});
  const [failure, set_failure] = useState('');
  const [busy, set_busy] = useState(false);
  const fields = names.map((name) => get_field(type, name));
  // What is ticked stands together under the first field, the name.
  const checks = fields.filter((field) => field.kind === 'boolean');
  const written = fields.filter((field) => field.kind !== 'boolean');

  const change = (name: string, value: FieldValue) => {
    const next = { ...draft, [name]: value };
    set_draft(next);
    keep_draft(draft_name, next);
    if (problems[name]) set_problems({ ...problems, [name]: '' });
  };
  const cancel = () => {
    forget_draft(draft_name);
    on_cancel();
  };

  // The values to send; null if something is wrong, which is then said at its field.
  const check = (): Fields | null => {
    const values: Fields = { ...fixed };
    const found: Record<string, string> = {};
    for (const field of fields) {
      const value = draft[field.name] ?? (field.kind === 'boolean' ? false : '');
      if (typeof value !== 'string' || is_chosen(field)) {
        values[field.name] = value === '' ? null : value;
        continue;
      }
      const parsed = parse_text(field, value, language);
      if ('value' in parsed) {
        values[field.name] = parsed.value;
      } else {
        const { key, ...named } = parsed.problem;
        found[field.name] = t(key, { field: say(field.label), ...named });
      }
    }
    set_problems(found);
    const first = fields.find((field) => found[field.name]);
    if (!first) return values;
    document.getElementById(id_of(first.name))?.focus();
    return null;
  };
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy) return;
    set_failure('');
    const values = check();
    if (!values) return;
    set_busy(true);
    try {
      const record = await create_record(type, values);
      forget_draft(draft_name);
      put_record(queries, record);
      void queries.invalidateQueries({ queryKey: ['records', type] });
      show_toast({ text: t('create.created', { name: String(record.fields.name ?? '') }) });
      on_created(record);
    } catch (error) {
      set_busy(false);
      const told = error instanceof ApiError ? error.problems : [];
      const known = told.filter(({ field }) => names.includes(field));
      set_problems(Object.fromEntries(known.map(({ field, message }) => [field, message])));
      if (known.length === 0) set_failure(error_text(error));
      else document.getElementById(id_of(known[0]?.field ?? ''))?.focus();
    }
  };
  const on_key = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
    if (event.key === 'Escape') {
      event.stopPropagation();
      cancel();
    }
  };
  const id_of = (name: string) => `new-${type}-${name}`;

  return (
    <form
      ref={form}
      className="new-record"
      noValidate
      onSubmit={(event) => void submit(event)}
      onKeyDown={on_key}
    >
      {kept && (
        <p className="muted" role="status">
          {t('create.draft')}
        </p>
      )}
      <div className="new-fields">
        {written.map((field, index) => (
          <Fragment key={field.name}>
            <div
              className="new-field"
              data-wide={index === 0 || wide_kinds.includes(field.kind) || undefined}
            >
              <Input
                field={field}
                id={id_of(field.name)}
                value={draft[field.name] ?? null}
                problem={problems[field.name]}
                first={index === 0}
                on_value={(value) => change(field.name, value)}
              />
            </div>
            {index === 0 && checks.length > 0 && (
              <div className="new-checks">
                {checks.map((check) => (
                  <label key={check.name} className="check">
                    <input
                      id={id_of(check.name)}
                      type="checkbox"
                      checked={draft[check.name] === true}
                      onChange={(event) => change(check.name, event.currentTarget.checked)}
                    />
                    {say(check.label)}
                  </label>
                ))}
              </div>
            )}
          </Fragment>
        ))}
      </div>
      <p className="field-problem" role="alert">
        {failure}
      </p>
      <div className="new-buttons">
        <Button type="submit" loading={busy}>
          {t('create.submit')}
        </Button>
        <Button variant="default" onClick={cancel}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}

function is_chosen(field: Field): boolean {
  return ['reference', 'choice', 'country', 'language', 'currency', 'boolean'].includes(field.kind);
}

interface InputProps {
  field: Field;
  id: string;
  value: FieldValue;
  problem: string | undefined;
  first: boolean;
  on_value: (value: FieldValue) => void;
}

function Input({ field, id, value, problem, first, on_value }: InputProps) {
  const { say } = use_words();
  const label = say(field.label);
  const shared = {
    id,
    className: 'input',
    'aria-invalid': Boolean(problem),
    'aria-required': field.required,
    'aria-describedby': problem ? `${id}-problem` : undefined,
  };
  return (
    <>
      <label htmlFor={id}>
        {label}
        {field.required && (
          <span className="required" aria-hidden>
            *
          </span>
        )}
      </label>
      {is_chosen(field) ? (
        <Choice field={field} id={id} value={value} on_value={on_value} boxed />
      ) : wide_kinds.includes(field.kind) ? (
        <textarea
          {...shared}
          rows={3}
          value={String(value ?? '')}
          onChange={(event) => on_value(event.currentTarget.value)}
        />
      ) : (
        <input
          {...shared}
          type={field.kind === 'phone' ? 'tel' : field.kind === 'date' ? 'date' : 'text'}
          inputMode={field.kind === 'email' ? 'email' : undefined}
          autoComplete="off"
          autoFocus={first}
          value={String(value ?? '')}
          onChange={(event) => on_value(event.currentTarget.value)}
        />
      )}
      {problem && (
        <p className="field-problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
