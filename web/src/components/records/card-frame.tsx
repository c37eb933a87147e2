// The frame of a card: its bar of buttons, the title, and who changed what a moment ago.
import { useEffect, type KeyboardEvent, type ReactNode } from 'react';
import { Icon } from '@/components/icon';
import { PageTitle } from '@/components/page-title';
import type { TuskRecord } from '@/lib/api/types';
import { use_words } from '@/lib/i18n';
import { highlights } from '@/lib/live/highlights';
import { get_field } from '@/lib/records/registry';
import { use_store } from '@/lib/store';
import './card-frame.css';

export interface CardFrameProps {
  label: string;
  // What the record is, over its name.
  kind?: string;
  full: boolean;
  on_full?: () => void;
  on_close: () => void;
  buttons?: ReactNode;
  children: ReactNode;
}

export function CardFrame({
  label,
  kind,
  full,
  on_full,
  on_close,
  buttons,
  children,
}: CardFrameProps) {
  const { t } = use_words();
  // Esc closes the card from anywhere in it, unless a field took it to undo or to close its list.
  const on_key = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (!event.currentTarget.contains(target)) return; // a dialogue or menu of the card
    if (target.getAttribute('aria-expanded') === 'true' && target.matches('input')) return;
    on_close();
  };
  // Also when nothing has the focus, since what had it is gone.
  useEffect(() => {
    const on_window_key = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape' && document.activeElement === document.body) on_close();
    };
    window.addEventListener('keydown', on_window_key);
    return () => window.removeEventListener('keydown', on_window_key);
  }, [on_close]);
  return (
    <article
      className="panel card"
      aria-label={label}
      data-full={full || undefined}
      onKeyDown={on_key}
    >
      <PageTitle text={label} />
      <div className="card-bar">
        {kind && <span className="card-kind">{kind}</span>}
        <button type="button" className="ghost card-back" onClick={on_close}>
          <Icon name="back" size={16} />
          {t('common.back')}
        </button>
        <div className="card-bar-end">
          {buttons}
          {on_full && (
            <button
              type="button"
              className="ghost square card-expand"
              aria-label={t(full ? 'common.as_panel' : 'common.full_page')}
              title={t(full ? 'common.as_panel' : 'common.full_page')}
              onClick={on_full}
            >
              <Icon name={full ? 'shrink' : 'expand'} size={16} />
            </button>
          )}
          <button
            type="button"
            className="ghost square card-close"
            aria-label={t('common.close')}
            title={t('common.close')}
            onClick={on_close}
          >
            <Icon name="close" size={16} />
          </button>
        </div>
      </div>
      <div className="card-body">
        <div className="card-content">{children}</div>
      </div>
    </article>
  );
}

// "Karin Holm ändrade nyss Telefon": seen where one looks, and read out.
export function LiveLine({ record }: { record: TuskRecord }) {
  const { t, say } = use_words();
  const mark = use_store(highlights, (all) => all[`${record.type}/${record.id}`]);
  const names = mark?.fields.map((name) => say(get_field(record.type, name).label)) ?? [];
  return (
    <p className="live-line" role="status">
      {mark && names.length > 0 && (
        <span>
          <Icon name="sync" size={14} />
          {t('card.changed_live', { name: mark.by, fields: names.join(', ') })}
        </span>
      )}
    </p>
  );
}

export interface SectionProps {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

export function Section({ title, action, children }: SectionProps) {
  return (
    <section className="section" aria-label={title}>
      <div className="section-head">
        <h2>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}
