// Something could not be fetched: what, why in the server's words, and another try.
import { Button } from '@mantine/core';
import { use_words } from '@/lib/i18n';
import { EmptyState } from './empty-state';

export interface FailureProps {
  title: string;
  error: Error | null;
  on_retry: () => void;
}

export function Failure({ title, error, on_retry }: FailureProps) {
  const { t } = use_words();
  return (
    <div role="alert">
      <EmptyState icon="warning" title={title} lead={error?.message}>
        <Button variant="default" onClick={on_retry}>
          {t('common.try_again')}
        </Button>
      </EmptyState>
    </div>
  );
}
