// The rounds as the page asks for them, and how their length is written.
import { useQuery } from '@tanstack/react-query';
import { use_words } from '@/lib/i18n';
import { keys } from '@/lib/records/cache';
import { list_rounds } from '@/lib/sync/list-rounds';

const rounds_shown = 200;

export function use_rounds() {
  return useQuery({ queryKey: keys.sync_rounds, queryFn: () => list_rounds(rounds_shown) });
}

export function use_duration_text() {
  const { t, language } = use_words();
  return (ms: number) => {
    if (ms < 1000) return t('sync.milliseconds', { count: Math.round(ms) });
    const seconds = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    return t('sync.seconds', { value: seconds.format(ms / 1000) });
  };
}
