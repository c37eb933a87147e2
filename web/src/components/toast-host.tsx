// Shows the current message for as long as it takes to read it; a pointer or focus on it holds it.
import { useEffect, useState } from 'react';
import { use_words } from '@/lib/i18n';
import { use_store } from '@/lib/store';
import { hide_toast, toasts } from '@/lib/toast';
import { Icon } from './icon';
import './toast-host.css';

const plain_ms = 6000;
const error_ms = 12_000;

export function ToastHost() {
  const { t } = use_words();
  const toast = use_store(toasts, (value) => value);
  const [held, set_held] = useState(false);

  useEffect(() => {
    if (!toast || held) return;
    const timer = setTimeout(
      () => hide_toast(toast.id),
      toast.tone === 'error' ? error_ms : plain_ms,
    );
    return () => clearTimeout(timer);
  }, [toast, held]);

  return (
    <section className="toasts" aria-label={t('toast.region')} aria-live="polite">
      {toast && (
        <div
          key={toast.id}
          className="toast"
          data-tone={toast.tone}
          onMouseEnter={() => set_held(true)}
          onMouseLeave={() => set_held(false)}
          onFocus={() => set_held(true)}
          onBlur={() => set_held(false)}
        >
          <Icon name={toast.tone === 'error' ? 'warning' : 'check'} />
          <div className="toast-text">
            <p>{toast.text}</p>
            {toast.detail && <p className="muted">{toast.detail}</p>}
          </div>
          {toast.action && (
            <button
              type="button"
              className="plain-link"
              onClick={() => {
                toast.action?.run();
                hide_toast(toast.id);
              }}
            >
              {toast.action.label}
            </button>
          )}
          <button
            type="button"
            className="ghost square"
            aria-label={t('common.close')}
            onClick={() => hide_toast(toast.id)}
          >
            <Icon name="close" size={16} />
          </button>
        </div>
      )}
    </section>
  );
}
