// One conflict: what it was about, both values with who and when, why one holds, and the way back.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Icon } from '@/components/icon';
import type { Conflict, FieldValue } from '@/lib/api/types';
import { error_text } from '@/lib/error-text';
import { format_moment } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { keys, put_record } from '@/lib/records/cache';
import { find_field, find_type, type Field } from '@/lib/records/registry';
import { clear_override } from '@/lib/records/save';
import { use_value_text } from '@/lib/records/value-text';
import { put_back } from '@/lib/sync/put-back';
import { since_when } from '@/lib/sync/use-sync-status';
import { show_toast } from '@/lib/toast';
import './conflict-item.css';
import { may_write } from '@/lib/session/rights';

export interface ConflictItemProps {
  conflict: Conflict;
  // In the record's own card, which already says whose it is.
  in_card?: boolean;
}

export function ConflictItem({ conflict, in_card }: ConflictItemProps) {
  const { t, say, language } = use_words();
  const type = find_type(conflict.type);
  const field = conflict.field === null ? undefined : find_field(conflict.type, conflict.field);
  const subject = field ? say(field.label) : (conflict.field ?? t('sync.whole_record'));
  return (
    <li className="conflict">
      <div className="conflict-head">
        <h3>
          {!in_card && (
            <>
              <RecordName conflict={conflict} />
              <span className="muted"> {type ? say(type.label) : conflict.type} · </span>
            </>
          )}
          {subject}
        </h3>
        <time className="muted tabular" dateTime={conflict.detected_at}>
          {since_when(conflict.detected_at, language)}
        </time>
      </div>
      <Values conflict={conflict} field={field} />
      <p className="conflict-how muted">{conflict.how}</p>
      <PutBack conflict={conflict} />
    </li>
  );
}

function RecordName({ conflict }: { conflict: Conflict }) {
  const { t } = use_words();
  const name = conflict.record_name ?? t('sync.nameless');
  const id = String(conflict.record_id);
  // There is nothing to open.
  if (is_deleted(conflict) && !conflict.put_back_at) return <span>{name}</span>;
  if (conflict.type === 'contact') {
    return (
      <Link to="/contacts/$id" params={{ id }}>
        {name}
      </Link>
    );
  }
  if (conflict.type === 'contact_person') {
    return (
      <Link to="/contact-persons/$id" params={{ id }}>
        {name}
      </Link>
    );
  }
  return <span>{name}</span>;
}

function is_deleted({ kind, field, losing_image }: Conflict): boolean {
  // Of what drifted apart or was rewound, a record that only one side had is gone now.
  if (kind === 'drift' || kind === 'rewound') return field === null && losing_image !== null;
  return kind === 'delete_update' || kind === 'child_of_deleted';
}

function Values({ conflict, field }: { conflict: Conflict; field: Field | undefined }) {
  const { t, say } = use_words();
  const text = use_value_text();
  const other = conflict.winner === 'office' ? 'online' : 'office';
  const of_value = (value: FieldValue) =>
    (field ? text(field, value) : value === null ? '' : String(value)) || t('common.empty');

  let winning = of_value(conflict.winning_value);
  let losing = of_value(conflict.losing_value);
  if (conflict.field === null) {
    const deleted_wins = is_deleted(conflict);
    winning = t(deleted_wins ? 'sync.deleted' : 'sync.kept');
    losing = t(deleted_wins ? 'sync.changed' : 'sync.deleted');
    const image = conflict.losing_image;
    if (image) {
      const named = Object.entries(image)
        .filter(
          ([name, value]) => value !== null && value !== false && find_field(conflict.type, name),
        )
        .map(([name, value]) => {
          const of = find_field(conflict.type, name) as Field;
          return `${say(of.label)}: ${text(of, value)}`;
        });
      if (named.length > 0) losing = named.slice(0, most_named).join(' · ');
    }
  }
  return (
    <dl className="conflict-values">
      <Side
        word={t('sync.current')}
        value={winning}
        by={conflict.winning_by}
        side={conflict.winner}
        at={conflict.winning_at}
        holds
      />
      <Side
        word={t('sync.lost')}
        value={losing}
        by={conflict.losing_by}
        side={other}
        at={conflict.losing_at}
      />
    </dl>
  );
}

const most_named = 6;

interface SideProps {
  word: string;
  value: string;
  by: string | null;
  side: 'office' | 'online';
  at: string | null;
  holds?: boolean;
}

function Side({ word, value, by, side, at, holds }: SideProps) {
  const { t, language } = use_words();
  const who = by
    ? t(side === 'office' ? 'sync.by_office' : 'sync.by_online', { name: by })
    : t(side === 'office' ? 'sync.office' : 'sync.online');
  return (
    <div className="conflict-side" data-holds={holds || undefined}>
      <dt>
        {holds && <Icon name="check" size={14} />}
        {word}
      </dt>
      <dd className="conflict-value">{value}</dd>
      <dd className="muted">
        {who}
        {at && <>, {since_when(at, language)}</>}
      </dd>
    </div>
  );
}

function PutBack({ conflict }: { conflict: Conflict }) {
  const { t, language } = use_words();
  const queries = useQueryClient();
  const [busy, set_busy] = useState(false);
  if (conflict.put_back_at) {
    return (
      <p className="conflict-done">
        <Icon name="check" size={14} />
        {t('sync.put_back_done', { at: format_moment(conflict.put_back_at, language) })}
      </p>
    );
  }
  // A deletion that did not happen has left nothing to put back.
  if (conflict.field === null && !conflict.losing_image) return null;
  if (!may_write(conflict.type)) return null;
  const run = async () => {
    set_busy(true);
    try {
      const record = await put_back(conflict.id);
      put_record(queries, record);
      if (conflict.field) clear_override(conflict.type, conflict.record_id, conflict.field);
      void queries.invalidateQueries({ queryKey: ['records', conflict.type] });
      await queries.invalidateQueries({ queryKey: keys.sync_conflicts });
      show_toast({ text: t('sync.put_back_toast') });
    } catch (error) {
      show_toast({ tone: 'error', text: error_text(error) });
    } finally {
      set_busy(false);
    }
  };
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={busy}
      leftSection={<Icon name="undo" size={15} />}
      onClick={() => void run()}
    >
      {t('sync.put_back')}
    </Button>
  );
}
