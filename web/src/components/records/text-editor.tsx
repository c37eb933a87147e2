// A field that is written: saved on Enter and when one leaves it, taken back with Esc. What is
// written but not saved survives a reload.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent } from 'react';
import { Icon } from '@/components/icon';
import type { FieldValue, TuskRecord } from '@/lib/api/types';
import { phone_link, web_link } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import type { Field } from '@/lib/records/registry';
import {
  clear_refusal,
  edit_state_of,
  edit_states,
  save_fields,
  set_override,
} from '@/lib/records/save';
import { parse_text, text_of } from '@/lib/records/text';
import { find_draft, forget_draft, keep_draft } from '@/lib/session/drafts';
import { use_store } from '@/lib/store';

interface FieldDraft {
  text: string;
  // The value that the person saw when they began.
  before: FieldValue;
}

export interface TextEditorProps {
  record: TuskRecord;
  field: Field;
  id: string;
}

export function TextEditor({ record, field, id }: TextEditorProps) {
  const { t, say, language } = use_words();
  const queries = useQueryClient();
  const draft_name = `${record.type}/${record.id}/${field.name}`;
  const value = record.fields[field.name] ?? null;
  // Null while nothing is being written: the field then shows the record.
  const [text, set_text] = useState<string | null>(
    () => find_draft<FieldDraft>(draft_name)?.text ?? null,
  );
  const [problem, set_problem] = useState<string | null>(null);
  // The record as it was when the person began to write, for the merge.
  const base = useRef<TuskRecord>(record);
  const refused = use_store(edit_states, (all) => {
    const state = edit_state_of(all, record.type, record.id).fields[field.name];
    return state?.kind === 'refused' ? state : null;
  });
  const sentence = problem ?? refused?.message ?? null;
  // What the server refused stays in the field, so that it can be mended.
  const written = text ?? (refused ? text_of(field, refused.value, language) : null);
  const shown = written ?? text_of(field, value, language);

  const write = (next: string) => {
    if (written === null) base.current = record;
    const before = base.current.fields[field.name] ?? null;
    set_text(next);
    set_problem(null);
    if (refused) clear_refusal(record.type, record.id, field.name);
    keep_draft(draft_name, { text: next, before } satisfies FieldDraft);
  };
  const undo = () => {
    set_text(null);
    set_problem(null);
    forget_draft(draft_name);
    if (refused) clear_refusal(record.type, record.id, field.name);
  };
  const save = () => {
    if (text === null) return;
    const parsed = parse_text(field, text, language);
    if ('problem' in parsed) {
      const { key, ...named } = parsed.problem;
      return set_problem(t(key, { field: say(field.label), ...named }));
    }
    const draft = find_draft<FieldDraft>(draft_name);
    const mine = parsed.value;
    undo();
    if (mine === value) return;
    const before = draft ? draft.before : (base.current.fields[field.name] ?? null);
    // A draft from before a reload: the record it belongs to is gone, the value is known.
    if (before !== value && base.current.etag === record.etag) {
      const { type, id: record_id, changed_by: by, changed_at: at } = record;
      const override = { field: field.name, mine, theirs: value, by, at, conflict_id: null };
      return set_override(type, record_id, override);
    }
    void save_fields(queries, base.current, { [field.name]: mine });
  };
  const on_key = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && written !== null) {
      event.preventDefault();
      event.stopPropagation(); // the card stays open
      undo();
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      if (is_long(field) && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      save();
    }
  };
  const shared = {
    id,
    className: 'field-input',
    value: shown,
    placeholder: '–',
    spellCheck: is_long(field),
    'aria-invalid': sentence !== null,
    'aria-required': field.required,
    'aria-describedby': sentence ? `${id}-problem` : undefined,
    onFocus: () => {
      if (written === null) base.current = record;
    },
    onBlur: save,
    onKeyDown: on_key,
  };
  return (
    <>
      <div className="field-line">
        {is_long(field) ? (
          <textarea {...shared} rows={3} onChange={(event) => write(event.currentTarget.value)} />
        ) : (
          <input
            {...shared}
            type={input_type(field)}
            inputMode={input_mode(field)}
            autoComplete="off"
            onChange={(event) => write(event.currentTarget.value)}
          />
        )}
        <ValueLink field={field} value={written === null ? value : null} label={say(field.label)} />
      </div>
      {sentence && (
        <p className="field-problem" id={`${id}-problem`} role="alert">
          {sentence}
        </p>
      )}
    </>
  );
}

function is_long(field: Field): boolean {
  return field.kind === 'note' || field.kind === 'long_text';
}

function input_type(field: Field): string {
  return field.kind === 'phone' ? 'tel' : field.kind === 'date' ? 'date' : 'text';
}

function input_mode(field: Field) {
  switch (field.kind) {
    case 'email':
    case 'url':
      return field.kind;
    case 'integer':
    case 'money':
    case 'percent':
      return 'decimal';
    default:
      return undefined;
  }
}

// Telephone numbers, e-mail and web addresses are also links.
function ValueLink({ field, value, label }: { field: Field; value: FieldValue; label: string }) {
  const { t } = use_words();
  if (typeof value !== 'string') return null;
  const links = {
    phone: { href: phone_link(value), icon: 'phone', word: 'card.call' },
    email: { href: `mailto:${value}`, icon: 'mail', word: 'card.mail' },
    url: { href: web_link(value), icon: 'external', word: 'card.open' },
  } as const;
  const link = links[field.kind as keyof typeof links];
  if (!link?.href) return null;
  const outside = field.kind === 'url' ? { target: '_blank', rel: 'noreferrer' } : {};
  return (
    <a
      className="ghost field-link"
      href={link.href}
      tabIndex={-1}
      aria-label={`${t(link.word)}: ${label}`}
      title={t(link.word)}
      {...outside}
    >
      <Icon name={link.icon} size={15} />
    </a>
  );
}
