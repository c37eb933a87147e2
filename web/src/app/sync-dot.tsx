// The state of synchronisation: a dot with words in the bar. On a phone the words have no room
// there, so all but the good state get a line of their own.
import { Link } from '@tanstack/react-router';
import { use_words } from '@/lib/i18n';
import { use_sync_words } from '@/lib/sync/use-sync-status';

export function SyncDot() {
  const { t } = use_words();
  const { tone, state, text } = use_sync_words();
  return (
    <Link
      to="/synchronisation"
      className="ghost sync-dot"
      data-tone={tone}
      aria-label={`${text}. ${t('sync.open')}`}
      title={text}
    >
      <span className="dot" />
      <span className="sync-dot-text tabular">{text}</span>
      {/* Told when it becomes another state, not every second. */}
      <span className="hidden-text" role="status" key={state}>
        {tone === 'good' ? '' : text}
      </span>
    </Link>
  );
}

export function SyncAlarm() {
  const { tone, text } = use_sync_words();
  if (tone === 'good' || tone === 'busy') return null;
  return (
    <Link to="/synchronisation" className="sync-alarm" data-tone={tone} aria-hidden tabIndex={-1}>
      <span className="dot" />
      {text}
    </Link>
  );
}
