// Records that do not get across: which, why, since when, and what one can do. Nothing if all do.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Icon } from '@/components/icon';
import type { SyncProblem } from '@/lib/api/types';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { keys } from '@/lib/records/cache';
import { find_type } from '@/lib/records/registry';
import { list_problems } from '@/lib/sync/list-problems';
import { try_again } from '@/lib/sync/try-again';
import { since_when, use_sync_status } from '@/lib/sync/use-sync-status';
import { show_toast } from '@/lib/toast';
import { may_write } from '@/lib/session/rights';

export function Problems() {
  const { t } = use_words();
  const count = use_sync_status().data?.problems ?? 0;
  const { data: problems } = useQuery({
    queryKey: [...keys.sync_problems, count],
    queryFn: list_problems,
    enabled: count > 0,
  });
  if (count === 0 || !problems?.length) return null;
  return (
    <section className="problems" aria-labelledby="problems-title">
      <h2 id="problems-title">{t('sync.problems', { count: problems.length })}</h2>
      <ul>
        {problems.map((problem) => (
          <Problem
            key={`${problem.type}/${problem.record_id}/${problem.place}`}
            problem={problem}
          />
        ))}
      </ul>
    </section>
  );
}

function Problem({ problem }: { problem: SyncProblem }) {
  const { t, say, language } = use_words();
  const queries = useQueryClient();
  const [busy, set_busy] = useState(false);
  const type = find_type(problem.type);
  const run = async () => {
    set_busy(true);
    try {
      await try_again(problem);
      show_toast({ text: t('sync.tried_again') });
      await queries.invalidateQueries({ queryKey: keys.sync_status });
    } catch (error) {
      show_toast({ tone: 'error', text: error_text(error) });
    } finally {
      set_busy(false);
    }
  };
  return (
    <li className="problem">
      <div>
        <h3>
          <Icon name="warning" size={16} />
          <Name problem={problem} />
          <span className="muted"> {type ? say(type.label) : problem.type}</span>
        </h3>
        <p>
          {t(
            problem.place === 'here' || problem.place === 'held_back'
              ? 'sync.not_taken_here'
              : 'sync.not_taken_there',
            { reason: problem.reason },
          )}
        </p>
        <p className="muted">
          {problem.remedy} {t('sync.since', { at: since_when(problem.since, language) })}
        </p>
      </div>
      {problem.place !== 'held_back' && may_write(problem.type) && (
        <Button variant="default" size="compact-sm" loading={busy} onClick={() => void run()}>
          {t('common.try_again')}
        </Button>
      )}
    </li>
  );
}

// A record that was not taken here cannot be opened here.
function Name({ problem }: { problem: SyncProblem }) {
  const { t } = use_words();
  const name = problem.record_name ?? t('sync.nameless');
  const id = String(problem.record_id);
  if (problem.place !== 'there') return <span>{name}</span>;
  if (problem.type === 'contact') {
    return (
      <Link to="/contacts/$id" params={{ id }}>
        {name}
      </Link>
    );
  }
  if (problem.type === 'contact_person') {
    return (
      <Link to="/contact-persons/$id" params={{ id }}>
        {name}
      </Link>
    );
  }
  return <span>{name}</span>;
}
