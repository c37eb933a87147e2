// When both sides were compared last, and what came of it.
import { useQuery } from '@tanstack/react-query';
import type { Audit } from '@/lib/api/types';
import { use_words } from '@/lib/i18n';
import { keys } from '@/lib/records/cache';
import { list_audits } from '@/lib/sync/list-audits';
import { since_when } from '@/lib/sync/use-sync-status';

export function LastAudit() {
  const { t } = use_words();
  const { data } = useQuery({
    queryKey: keys.sync_audits,
    queryFn: () => list_audits(1),
    staleTime: 60_000,
  });
  return (
    <div>
      <dt>{t('sync.last_audit')}</dt>
      <dd>{data?.[0] ? <Result audit={data[0]} /> : t('sync.no_audit')}</dd>
    </div>
  );
}

function Result({ audit }: { audit: Audit }) {
  const { t, language } = use_words();
  const at = since_when(audit.ended_at ?? audit.started_at ?? '', language);
  switch (audit.result) {
    case 'equal':
      return t('sync.audit_equal', { at, count: audit.compared });
    case 'repaired':
      return t('sync.audit_repaired', { at, count: audit.differing });
    default:
      return audit.message ?? t('sync.no_audit');
  }
}
