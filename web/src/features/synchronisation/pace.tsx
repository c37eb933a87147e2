// The last rounds as thin bars: how long each took, and which failed.
import { use_words } from '@/lib/i18n';
import { duration_ms, pace_of } from '@/lib/sync/pace';
import { use_duration_text, use_rounds } from './rounds';

const bars = 40;
const bar_width = 4;
const gap = 2;
const height = 36;

export function Pace() {
  const { t } = use_words();
  const duration = use_duration_text();
  const { data } = use_rounds();
  const rounds = (data ?? []).slice(0, bars).reverse();
  const pace = pace_of(rounds);
  if (!pace) return null;
  const width = bars * (bar_width + gap) - gap;
  const lengths = t('sync.pace_text', {
    count: rounds.length,
    median: duration(pace.median_ms),
    longest: duration(pace.longest_ms),
  });
  const failed = pace.failed > 0 ? ` ${t('sync.pace_failed', { count: pace.failed })}` : '';
  const text = lengths + failed;
  return (
    <figure className="pace">
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={text}
      >
        {rounds.map((round, index) => {
          const share = duration_ms(round) / pace.longest_ms;
          const tall = Math.max(3, Math.round(share * height));
          const place = index + bars - rounds.length; // the newest is at the right
          return (
            <rect
              key={round.number}
              className={round.result === 'ok' ? undefined : 'failed'}
              x={place * (bar_width + gap)}
              y={round.result === 'ok' ? height - tall : 0}
              width={bar_width}
              height={round.result === 'ok' ? tall : height}
              rx={1}
            />
          );
        })}
      </svg>
      <figcaption className="muted">{text}</figcaption>
    </figure>
  );
}
