// A card while its record is on the way, gone or could not be fetched.
import type { ReactNode } from 'react';
import { EmptyState } from '@/components/empty-state';
import { Failure } from '@/components/failure';
import { ApiError } from '@/lib/api/client';
import type { TuskRecord } from '@/lib/api/types';
import { use_words } from '@/lib/i18n';
import type { use_record } from '@/lib/records/hooks';

export interface CardStateProps {
  query: ReturnType<typeof use_record>;
  on_close: () => void;
  children: (record: TuskRecord) => ReactNode;
}

export function CardState({ query, on_close, children }: CardStateProps) {
  const { t } = use_words();
  const gone = query.error instanceof ApiError && query.error.status === 404;
  if (gone) {
    return (
      <EmptyState icon="trash" title={t('card.not_found')} lead={t('card.not_found_lead')}>
        <button type="button" className="plain-link" onClick={on_close}>
          {t('card.to_list')}
        </button>
      </EmptyState>
    );
  }
  if (query.data) return <>{children(query.data)}</>;
  if (query.isError) {
    return (
      <Failure title={t('card.failed')} error={query.error} on_retry={() => void query.refetch()} />
    );
  }
  return (
    <div className="card-bones" aria-busy>
      <span className="hidden-text" role="status">
        {t('app.loading')}
      </span>
      <span className="bone" />
      <span className="bone" />
      <span className="bone" />
      <span className="bone" />
    </div>
  );
}
