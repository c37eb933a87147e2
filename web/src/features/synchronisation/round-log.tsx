// The log: a row for each round, with OK or an error that can be shown.
import { Fragment, useState } from 'react';
import { EmptyState } from '@/components/empty-state';
import { Failure } from '@/components/failure';
import { Icon } from '@/components/icon';
import type { Round } from '@/lib/api/types';
import { format_clock_seconds, format_date } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { duration_ms } from '@/lib/sync/pace';
import { use_duration_text, use_rounds } from './rounds';

export function RoundLog() {
  const { t, language } = use_words();
  const rounds = use_rounds();
  if (rounds.isError && !rounds.data) {
    return (
      <Failure
        title={t('sync.failed')}
        error={rounds.error}
        on_retry={() => void rounds.refetch()}
      />
    );
  }
  if (rounds.data?.length === 0) {
    return <EmptyState icon="clock" title={t('sync.no_rounds')} lead={t('sync.no_rounds_lead')} />;
  }
  const days = (rounds.data ?? []).map((round) => format_date(round.started_at, language));
  return (
    <table className="rounds">
      <thead>
        <tr>
          <th scope="col">{t('sync.time')}</th>
          <th scope="col" className="r-computer">
            {t('sync.computer')}
          </th>
          <th scope="col" className="number" title={t('sync.up_title')}>
            {t('sync.up')}
          </th>
          <th scope="col" className="number" title={t('sync.down_title')}>
            {t('sync.down')}
          </th>
          <th scope="col" className="number r-conflicts">
            {t('sync.conflicts')}
          </th>
          <th scope="col" className="number r-duration">
            {t('sync.duration')}
          </th>
          <th scope="col">{t('sync.result')}</th>
        </tr>
      </thead>
      <tbody>
        {rounds.data?.map((round, index) => (
          <Fragment key={round.number}>
            {days[index] !== days[index - 1] && (
              <tr className="day">
                <th scope="colgroup" colSpan={7}>
                  {days[index]}
                </th>
              </tr>
            )}
            <RoundRow round={round} />
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function RoundRow({ round }: { round: Round }) {
  const { t, language } = use_words();
  const duration = use_duration_text();
  const [open, set_open] = useState(false);
  const ok = round.result === 'ok';
  const count = (value: number) => <span className={value ? undefined : 'zero'}>{value}</span>;
  return (
    <>
      <tr>
        <td className="tabular">{format_clock_seconds(round.started_at, language)}</td>
        <td className="r-computer">{round.computer}</td>
        <td className="number">{count(round.up)}</td>
        <td className="number">{count(round.down)}</td>
        <td className="number r-conflicts">{count(round.conflicts)}</td>
        <td className="number r-duration">{round.ended_at && duration(duration_ms(round))}</td>
        <td>
          {ok ? (
            <span className="result-ok">
              <Icon name="check" size={14} />
              {t('sync.ok')}
            </span>
          ) : (
            <button
              type="button"
              className="plain-link result-error"
              aria-expanded={open}
              title={t('sync.show_error')}
              onClick={() => set_open(!open)}
            >
              <Icon name="warning" size={14} />
              {t('sync.error')}
              <span className="hidden-text"> – {t('sync.show_error')}</span>
            </button>
          )}
        </td>
      </tr>
      {open && (
        <tr className="round-error">
          <td colSpan={7}>{round.message ?? t('sync.no_message')}</td>
        </tr>
      )}
    </>
  );
}
