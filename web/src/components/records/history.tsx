// What happened to this record in synchronisation: the values that lost, to be put back.
import { useQuery } from '@tanstack/react-query';
import { ConflictItem } from '@/components/conflicts/conflict-item';
import type { TuskRecord } from '@/lib/api/types';
import { format_moment } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { keys } from '@/lib/records/cache';
import { list_record_conflicts } from '@/lib/sync/list-conflicts';
import { Section } from './card-frame';

export function History({ record }: { record: TuskRecord }) {
  const { t, language } = use_words();
  const { data } = useQuery({
    queryKey: [...keys.sync_conflicts, record.type, record.id],
    queryFn: () => list_record_conflicts(record.type, record.id),
  });
  const { created_at, created_by, changed_at, changed_by } = record;
  return (
    <Section title={t('card.history')}>
      {data?.length === 0 && <p className="muted">{t('card.no_history')}</p>}
      {data && data.length > 0 && (
        <ul className="conflicts conflicts-plain">
          {data.map((conflict) => (
            <ConflictItem key={conflict.id} conflict={conflict} in_card />
          ))}
        </ul>
      )}
      <p className="history-meta muted">
        {t('card.changed', { at: format_moment(changed_at, language), by: changed_by })}
        <br />
        {t('card.created', { at: format_moment(created_at, language), by: created_by })}
      </p>
    </Section>
  );
}
