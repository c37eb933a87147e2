// A page with a list of one register, and beside it the card of the record that is open.
import type { ReactNode } from 'react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { EmptyState, type EmptyStateProps } from '@/components/empty-state';
import { Failure } from '@/components/failure';
import { Icon } from '@/components/icon';
import { PageTitle } from '@/components/page-title';
import type { TuskRecord } from '@/lib/api/types';
import { use_words } from '@/lib/i18n';
import { is_writing } from '@/lib/keyboard';
import { use_record_list } from '@/lib/records/hooks';
import { is_narrowed, query_of, type ListSearch } from '@/lib/records/list-search';
import { total_of } from '@/lib/records/paging';
import { get_type } from '@/lib/records/registry';
import { RecordTable, type Column } from './record-table';
import './list-page.css';

export interface Chip {
  field: string | undefined; // undefined: all
  label: string;
}

export interface ListPageProps {
  type: string;
  title: string;
  className: string;
  columns: Column[];
  default_sort: string;
  search_label: string;
  count_of: (total: number) => string;
  chips?: Chip[];
  // What stands above the list, instead of its title: tabs.
  head?: ReactNode;
  action?: ReactNode;
  empty: EmptyStateProps;
  no_match: string;
  search: ListSearch;
  on_search: (search: ListSearch) => void;
  open_id: number | null;
  on_open: (record: TuskRecord, how: 'open' | 'follow') => void;
  on_close: () => void;
  // The card, or null.
  card: ReactNode;
}

export function ListPage(props: ListPageProps) {
  const { type, search, on_search, card, default_sort, columns, className } = props;
  const { t } = use_words();
  const has_active = get_type(type).fields.some((field) => field.name === 'active');
  const list = use_record_list(type, query_of(search, default_sort, has_active));
  const total = total_of(list.data);
  const root = useRef<HTMLElement>(null);
  const narrowed = is_narrowed(search);

  return (
    <div className="list-page" data-card={card ? (search.full ? 'full' : 'panel') : undefined}>
      {!card && <PageTitle text={props.title} />}
      <section className="list" ref={root} aria-label={props.title}>
        {props.head}
        <div className="list-title">
          <h1 className={props.head ? 'hidden-text' : undefined}>{props.title}</h1>
          <p className="muted tabular" role="status">
            {list.data ? props.count_of(total) : ''}
          </p>
          <div className="list-action">{props.action}</div>
        </div>
        <div className="list-tools">
          <SearchField
            label={props.search_label}
            q={search.q ?? ''}
            on_q={(q) => on_search({ ...search, q: q || undefined })}
            on_down={() => root.current?.querySelector<HTMLElement>('[data-grid]')?.focus()}
          />
          {props.chips && (
            <div className="chips" role="group" aria-label={t('list.filter_type')}>
              {props.chips.map(({ field, label }) => (
                <button
                  key={label}
                  type="button"
                  className="chip"
                  aria-pressed={search.only === field}
                  onClick={() => on_search({ ...search, only: field })}
                >
                  {label}
                </button>
              ))}
            </div>
          )}
          {has_active && (
            <label className="check">
              <input
                type="checkbox"
                checked={search.inactive ?? false}
                onChange={(event) =>
                  on_search({ ...search, inactive: event.currentTarget.checked || undefined })
                }
              />
              {t('list.show_inactive')}
            </label>
          )}
        </div>
        {list.isError && !list.data ? (
          <Failure
            title={t('list.failed')}
            error={list.error}
            on_retry={() => void list.refetch()}
          />
        ) : list.data && total === 0 ? (
          narrowed ? (
            <EmptyState icon="search" title={props.no_match} lead={t('list.no_match_lead')}>
              <button
                type="button"
                className="plain-link"
                onClick={() => on_search({ sort: search.sort })}
              >
                {t('list.clear')}
              </button>
            </EmptyState>
          ) : (
            <EmptyState {...props.empty} />
          )
        ) : list.data ? (
          <RecordTable
            type={type}
            label={props.title}
            className={className}
            columns={columns}
            list={list}
            sort={search.sort}
            default_sort={default_sort}
            on_sort={(sort) => on_search({ ...search, sort })}
            open_id={props.open_id}
            on_open={props.on_open}
            on_close={props.on_close}
          />
        ) : (
          <Skeleton columns={columns} className={className} />
        )}
      </section>
      {card}
    </div>
  );
}

const typing_ms = 30;

interface SearchFieldProps {
  label: string;
  q: string;
  on_q: (q: string) => void;
  on_down: () => void;
}

// What is written is searched at once; the address follows.
function SearchField({ label, q, on_q, on_down }: SearchFieldProps) {
  const { t } = use_words();
  const input = useRef<HTMLInputElement>(null);
  const [text, set_text] = useState(q);
  const told = useRef(q);

  // Changed elsewhere: another address, "clear".
  useEffect(() => {
    if (q === told.current) return;
    told.current = q;
    set_text(q);
  }, [q]);
  const tell = useCallback(() => {
    if (text === told.current) return;
    told.current = text;
    on_q(text);
  }, [text, on_q]);
  useEffect(() => {
    const timer = setTimeout(tell, typing_ms);
    return () => clearTimeout(timer);
  }, [tell]);
  useEffect(() => {
    const on_key = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || is_writing(event)) return;
      event.preventDefault();
      input.current?.select();
    };
    window.addEventListener('keydown', on_key);
    return () => window.removeEventListener('keydown', on_key);
  }, []);

  return (
    <div className="search-field">
      <Icon name="search" size={16} />
      <input
        ref={input}
        type="search"
        className="input"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        value={text}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => set_text(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault();
            tell();
            on_down();
          }
          if (event.key === 'Escape' && text !== '') {
            event.preventDefault();
            set_text('');
          }
        }}
      />
      {text === '' ? (
        <kbd className="key" aria-hidden>
          /
        </kbd>
      ) : (
        <button
          type="button"
          className="ghost square"
          aria-label={t('list.clear_search')}
          onClick={() => {
            set_text('');
            input.current?.focus();
          }}
        >
          <Icon name="close" size={14} />
        </button>
      )}
    </div>
  );
}

const skeleton_rows = 14;

function Skeleton({ columns, className }: { columns: Column[]; className: string }) {
  const { t } = use_words();
  return (
    <div className={`table ${className}`} aria-busy>
      <span className="hidden-text" role="status">
        {t('app.loading')}
      </span>
      <div className="table-head" aria-hidden>
        {columns.map((column) => (
          <div key={column.name} className={`cell c-${column.name}`}>
            {column.label}
          </div>
        ))}
      </div>
      {Array.from({ length: skeleton_rows }, (_, index) => (
        <div key={index} className="row skeleton-row">
          {columns.map((column) => (
            <div key={column.name} className={`cell c-${column.name}`}>
              <span className="bone" />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
