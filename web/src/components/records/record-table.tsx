// A register as rows: as many as fit on the screen are drawn, more are fetched as one comes near
// the end. The grid is one stop of the tab key; in it the arrows choose a row and Enter opens it.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Icon } from '@/components/icon';
import type { TuskRecord } from '@/lib/api/types';
import { highlights } from '@/lib/live/highlights';
import type { use_record_list } from '@/lib/records/hooks';
import { next_sort } from '@/lib/records/list-search';
import { index_of, loaded_count, record_at, total_of } from '@/lib/records/paging';
import { use_store } from '@/lib/store';
import './record-table.css';

export interface Column {
  // Its cells have the class "c-<name>"; the page's style sheet gives widths and hides columns.
  name: string;
  label: string;
  sortable?: boolean;
  cell: (record: TuskRecord) => ReactNode;
}

// A column that shows a text field as it is.
export function text_column(name: string, label: string): Column {
  return { name, label, sortable: true, cell: (record) => record.fields[name] };
}

export interface RecordTableProps {
  type: string;
  label: string;
  className: string;
  columns: Column[];
  list: ReturnType<typeof use_record_list>;
  sort: string | undefined;
  default_sort: string;
  on_sort: (sort: string | undefined) => void;
  // The record whose card is open.
  open_id: number | null;
  on_open: (record: TuskRecord, how: 'open' | 'follow') => void;
  on_close: () => void;
}

const row_px = 32;
const tall_row_px = 56; // two lines, where the screen is narrow
const rows_left_to_fetch = 60;
const most_waiting_rows = 30;

export function RecordTable(props: RecordTableProps) {
  const { type, label, className, columns, list, open_id, on_open, on_close } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const tall = use_is_narrow(scroller);
  const marks = use_store(highlights, (value) => value);
  const loaded = loaded_count(list.data);
  const total = total_of(list.data);
  const waiting = list.hasNextPage ? Math.min(most_waiting_rows, Math.max(0, total - loaded)) : 0;
  const [chosen, set_chosen] = useState(0);
  const row = Math.min(chosen, Math.max(0, loaded - 1));

  const virtual = useVirtualizer({
    count: loaded + waiting,
    getScrollElement: () => scroller.current,
    estimateSize: () => (tall ? tall_row_px : row_px),
    overscan: 12,
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;

  useEffect(() => virtual.measure(), [virtual, tall]);
  useEffect(() => {
    if (last >= loaded - rows_left_to_fetch && list.hasNextPage && !list.isFetching) {
      void list.fetchNextPage();
    }
  }, [last, loaded, list]);
  // The open record is the chosen row, also when the card was opened in another way.
  const open_row = open_id === null ? -1 : index_of(list.data, open_id);
  useEffect(() => {
    if (open_row < 0) return;
    set_chosen(open_row);
    const { range } = virtual;
    const is_seen = range && open_row >= range.startIndex && open_row <= range.endIndex;
    if (!is_seen) virtual.scrollToIndex(open_row, { align: 'center' });
  }, [open_row, virtual]);

  const choose = (index: number) => {
    const next = Math.max(0, Math.min(index, loaded - 1));
    set_chosen(next);
    virtual.scrollToIndex(next);
    const record = record_at(list.data, next);
    if (record && open_id !== null) on_open(record, 'follow');
  };
  const on_key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.floor((scroller.current?.clientHeight ?? 400) / row_px) - 1;
    const goals: Record<string, number> = {
      ArrowDown: row + 1,
      ArrowUp: row - 1,
      PageDown: row + page,
      PageUp: row - page,
      Home: 0,
      End: loaded - 1,
    };
    const goal = goals[event.key];
    const record = record_at(list.data, row);
    if (goal !== undefined) choose(goal);
    else if (event.key === 'Enter' && record) on_open(record, 'open');
    else if (event.key === 'Escape' && open_id !== null) on_close();
    else return;
    event.preventDefault();
  };
  const id_of = (index: number) => `${type}-row-${index}`;

  return (
    <div
      className={`table ${className}`}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-busy={list.isFetching}
      aria-activedescendant={rows.some(({ index }) => index === row) ? id_of(row) : undefined}
      tabIndex={0}
      data-grid
      onKeyDown={on_key}
    >
      <div className="table-head" role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <HeadCell key={column.name} column={column} {...props} />
        ))}
      </div>
      <div className="table-rows" ref={scroller} role="rowgroup" tabIndex={-1}>
        {/* React sets these through the style object, which the page's policy allows. */}
        <div className="table-space" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {rows.map(({ index, start }) => {
            const record = record_at(list.data, index);
            const place = { transform: `translateY(${start}px)` };
            if (!record) return <WaitingRow key={`w${index}`} place={place} columns={columns} />;
            const mark = marks[`${type}/${record.id}`];
            return (
              <div
                key={record.id}
                id={id_of(index)}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={record.id === open_id}
                className="row"
                data-chosen={index === row || undefined}
                data-fresh={mark ? true : undefined}
                data-inactive={record.fields.active === false || undefined}
                style={place}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  set_chosen(index);
                  on_open(record, 'open');
                }}
              >
                {columns.map((column) => (
                  <div key={column.name} role="gridcell" className={`cell c-${column.name}`}>
                    {column.cell(record)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function HeadCell({ column, sort, default_sort, on_sort }: RecordTableProps & { column: Column }) {
  const shown = sort ?? default_sort;
  const order =
    shown === column.name ? 'ascending' : shown === `-${column.name}` ? 'descending' : 'none';
  const classes = `cell c-${column.name}`;
  if (!column.sortable) {
    return (
      <div role="columnheader" className={classes}>
        {column.label}
      </div>
    );
  }
  return (
    <div role="columnheader" className={classes} aria-sort={order}>
      <button
        type="button"
        className="sort"
        onClick={() => on_sort(next_sort(sort, column.name, default_sort))}
      >
        {column.label}
        {order !== 'none' && <Icon name={order === 'ascending' ? 'up' : 'down'} size={13} />}
      </button>
    </div>
  );
}

function WaitingRow({ place, columns }: { place: { transform: string }; columns: Column[] }) {
  return (
    <div className="row" role="presentation" style={place}>
      {columns.map((column) => (
        <div key={column.name} className={`cell c-${column.name}`}>
          <span className="bone" />
        </div>
      ))}
    </div>
  );
}

// The same width of the table as in record-table.css.
const narrow_px = 480;

function use_is_narrow(element: { current: HTMLElement | null }): boolean {
  const [narrow, set_narrow] = useState(() => window.innerWidth < narrow_px);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) set_narrow(entry.contentRect.width < narrow_px);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return narrow;
}
