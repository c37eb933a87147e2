// The state in one line, what it comes from, and what one can do.
import { Failure } from '@/components/failure';
import { FirstSyncProgress } from '@/features/first-sync/first-sync-page';
import type { SyncStatus } from '@/lib/api/types';
import { use_words } from '@/lib/i18n';
import { stream_open } from '@/lib/live/use-live';
import { since_when, use_ago, use_sync_status, use_sync_words } from '@/lib/sync/use-sync-status';
import { use_store } from '@/lib/store';
import { LastAudit } from './last-audit';
import { Pace } from './pace';

export function StateHead() {
  const { t } = use_words();
  const status = use_sync_status();
  const { tone } = use_sync_words();
  const open = use_store(stream_open, (value) => value);
  if (status.isError && !status.data) {
    return (
      <Failure
        title={t('sync.dot_offline')}
        error={status.error}
        on_retry={() => void status.refetch()}
      />
    );
  }
  return (
    <section className="state">
      <div className="state-line" data-tone={tone}>
        <span className="dot" />
        <h2>{open ? <Head status={status.data} /> : t('sync.dot_offline')}</h2>
      </div>
      <div className="state-text">
        {open ? status.data && <Text status={status.data} /> : <p>{t('common.unreachable')}</p>}
      </div>
      {status.data && <Facts status={status.data} />}
    </section>
  );
}

function Head({ status }: { status: SyncStatus | undefined }) {
  const { t, language } = use_words();
  switch (status?.state) {
    case 'first_sync':
      return t('first_sync.title');
    case 'synchronised':
      return t('sync.head_synced');
    case 'catching_up':
      return t('sync.head_catching_up');
    case 'office_unreachable':
      return t('sync.head_unreachable', { at: since_when(status.since, language) });
    case 'never':
      return t('sync.head_never');
    case 'needs_resync':
      return t('sync.head_needs_resync');
    case 'disconnected':
      return t('sync.head_disconnected');
    case undefined:
      return t('sync.head_unknown');
  }
}

function Text({ status }: { status: SyncStatus }) {
  const { t } = use_words();
  const computer = status.office_computer ?? t('sync.office_computer');
  const remedies: Partial<Record<SyncStatus['state'], string>> = {
    catching_up: t('sync.text_catching_up'),
    office_unreachable: t('sync.remedy_unreachable', { computer }),
    never: t('sync.remedy_never'),
    needs_resync: t('sync.remedy_needs_resync'),
    disconnected: t('sync.remedy_disconnected'),
  };
  const remedy = remedies[status.state];
  return (
    <>
      {/* Why, in the office's own words; the other states say it in the line above. */}
      {status.message && status.state === 'needs_resync' && <p>{status.message}</p>}
      {status.first_sync ? (
        <>
          <p>{t('first_sync.renewing')}</p>
          <FirstSyncProgress status={status} />
        </>
      ) : (
        remedy && <p>{remedy}</p>
      )}
      {status.pending_here > 0 && (
        <p className="pending">{t('sync.pending', { count: status.pending_here })}</p>
      )}
    </>
  );
}

function Facts({ status }: { status: SyncStatus }) {
  const { t } = use_words();
  const ago = use_ago(status.last_round_at);
  return (
    <div className="facts">
      <dl>
        <div>
          <dt>{t('sync.last_round')}</dt>
          <dd className="tabular">{ago || t('sync.no_round')}</dd>
        </div>
        <div>
          <dt>{t('sync.computer')}</dt>
          <dd>{status.office_computer ?? '–'}</dd>
        </div>
        <div>
          <dt>{t('sync.waiting')}</dt>
          <dd className="tabular">{status.pending_here}</dd>
        </div>
        <div>
          <dt>{t('sync.interval')}</dt>
          <dd>{t('sync.every', { count: status.interval_seconds })}</dd>
        </div>
        <LastAudit />
      </dl>
      <Pace />
    </div>
  );
}
