// The history of conflicts, the newest first.
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ConflictItem } from '@/components/conflicts/conflict-item';
import { EmptyState } from '@/components/empty-state';
import { Failure } from '@/components/failure';
import { use_words } from '@/lib/i18n';
import { keys } from '@/lib/records/cache';
import { list_conflict_page } from '@/lib/sync/list-conflicts';

const page_size = 50;

export function ConflictList() {
  const { t } = use_words();
  const conflicts = useInfiniteQuery({
    queryKey: [...keys.sync_conflicts, 'pages'],
    queryFn: ({ pageParam }) => list_conflict_page({ limit: page_size, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  if (conflicts.isError && !conflicts.data) {
    return (
      <Failure
        title={t('sync.failed')}
        error={conflicts.error}
        on_retry={() => void conflicts.refetch()}
      />
    );
  }
  const found = conflicts.data?.pages.flatMap((page) => page.conflicts);
  if (found?.length === 0) {
    return (
      <EmptyState icon="check" title={t('sync.no_conflicts')} lead={t('sync.no_conflicts_lead')} />
    );
  }
  return (
    <>
      <ul className="conflicts">
        {found?.map((conflict) => (
          <ConflictItem key={conflict.id} conflict={conflict} />
        ))}
      </ul>
      {conflicts.hasNextPage && (
        <Button
          variant="default"
          className="older"
          loading={conflicts.isFetchingNextPage}
          onClick={() => void conflicts.fetchNextPage()}
        >
          {t('sync.more_conflicts')}
        </Button>
      )}
    </>
  );
}
