// User administration: everybody in the office, and who of them has access.
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { EmptyState } from '@/components/empty-state';
import { Failure } from '@/components/failure';
import { Icon } from '@/components/icon';
import {
  administration_key,
  list_people,
  type AccessStatus,
  type AdministeredPeople,
  type RoleChoice,
} from '@/lib/administration/people';
import { format_count } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { PeopleTable } from './people-table';
import '@/components/records/list-page.css';

const route = getRouteApi('/settings/accounts');
const page_size = 100;
const typing_ms = 120;
const filters = [undefined, 'active', 'invited', 'not_invited', 'expired'] as const;

function use_people(q: string | undefined, status: AccessStatus | undefined) {
  return useInfiniteQuery({
    queryKey: [...administration_key, 'people', q ?? '', status ?? ''],
    queryFn: ({ pageParam, signal }) =>
      list_people({ q, status, limit: page_size, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function PeopleTab({ roles }: { roles: RoleChoice[] }) {
  const { t } = use_words();
  const navigate = useNavigate();
  const { q, status } = route.useSearch();
  const people = use_people(q, status);
  const search = (change: { q?: string; status?: AccessStatus }) =>
    void navigate({
      to: '/settings/accounts',
      search: { tab: 'users', q, status, ...change },
      replace: true,
    });
  const first = people.data?.pages[0];
  const found = people.data?.pages.flatMap((page) => page.people) ?? [];
  if (people.isError && !people.data) {
    return (
      <Failure
        title={t('administration.failed')}
        error={people.error}
        on_retry={() => void people.refetch()}
      />
    );
  }
  return (
    <>
      <div className="people-tools">
        <SearchField q={q ?? ''} on_q={(next) => search({ q: next || undefined })} />
        {first && (
          <Filters
            counts={first.counts}
            chosen={status}
            on_choose={(next) => search({ status: next })}
          />
        )}
      </div>
      {first && first.total > 0 && <PeopleTable people={found} roles={roles} />}
      {first?.total === 0 && (
        <Nobody
          narrowed={Boolean(q || status)}
          on_clear={() => search({ q: undefined, status: undefined })}
        />
      )}
      {people.hasNextPage && (
        <Button
          variant="default"
          className="more-people"
          loading={people.isFetchingNextPage}
          onClick={() => void people.fetchNextPage()}
        >
          {t('administration.more_people')}
        </Button>
      )}
    </>
  );
}

function Nobody({ narrowed, on_clear }: { narrowed: boolean; on_clear: () => void }) {
  const { t } = use_words();
  if (!narrowed) {
    return (
      <EmptyState
        icon="persons"
        title={t('administration.empty')}
        lead={t('administration.empty_lead')}
      />
    );
  }
  return (
    <EmptyState icon="search" title={t('administration.no_match')} lead={t('list.no_match_lead')}>
      <button type="button" className="plain-link" onClick={on_clear}>
        {t('list.clear')}
      </button>
    </EmptyState>
  );
}

interface FiltersProps {
  counts: AdministeredPeople['counts'];
  chosen: AccessStatus | undefined;
  on_choose: (status: AccessStatus | undefined) => void;
}

function Filters({ counts, chosen, on_choose }: FiltersProps) {
  const { t, language } = use_words();
  return (
    <div className="chips" role="group" aria-label={t('list.filter_type')}>
      {filters.map((status) => (
        <button
          key={status ?? 'all'}
          type="button"
          className="chip tabular"
          aria-pressed={chosen === status}
          onClick={() => on_choose(status)}
        >
          {t(`administration.filter_${status ?? 'all'}`)}{' '}
          <span className="chip-count">{format_count(counts[status ?? 'all'], language)}</span>
        </button>
      ))}
    </div>
  );
}

function SearchField({ q, on_q }: { q: string; on_q: (q: string) => void }) {
  const { t } = use_words();
  const [text, set_text] = useState(q);
  const [asked] = useDebouncedValue(text.trim(), typing_ms);
  useEffect(() => {
    if (asked !== q) on_q(asked);
    // Only what is written here is searched for; the address follows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asked]);
  return (
    <div className="search-field">
      <Icon name="search" size={16} />
      <input
        className="input"
        type="search"
        value={text}
        maxLength={200}
        aria-label={t('administration.search')}
        placeholder={t('administration.search')}
        onChange={(event) => set_text(event.currentTarget.value)}
      />
    </div>
  );
}
