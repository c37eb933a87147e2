// The state of synchronisation, in words: the same in the bar, on a phone and on the page.
import { useQuery } from '@tanstack/react-query';
import type { SyncStatus } from '@/lib/api/types';
import { format_clock, format_moment, time_since } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { stream_open } from '@/lib/live/use-live';
import { keys } from '@/lib/records/cache';
import { use_store } from '@/lib/store';
import { use_now } from '@/lib/use-now';
import { get_sync_status } from './get-sync-status';

export type Tone = 'good' | 'busy' | 'bad' | 'off';

const progress_every_ms = 1500;

export function use_sync_status() {
  return useQuery({
    queryKey: keys.sync_status,
    queryFn: get_sync_status,
    staleTime: 15_000,
    // While the office's data is on its way it is shown as it goes.
    refetchInterval: (query) => (query.state.data?.first_sync ? progress_every_ms : false),
  });
}

const tones: Record<SyncStatus['state'], Tone> = {
  first_sync: 'busy',
  synchronised: 'good',
  catching_up: 'busy',
  office_unreachable: 'bad',
  never: 'off',
  needs_resync: 'bad',
  disconnected: 'off',
};

// "for 3 s sedan", counted on.
export function use_ago(timestamp: string | null | undefined): string {
  const { t } = use_words();
  const now = use_now(1000);
  if (!timestamp) return '';
  const { unit, count } = time_since(timestamp, now);
  return t(`sync.${unit}`, { count });
}

// The time, with the day if it was not today.
export function since_when(timestamp: string, language: string): string {
  const today = new Date(timestamp).toDateString() === new Date().toDateString();
  return today ? format_clock(timestamp, language) : format_moment(timestamp, language);
}

export function use_sync_words(): { tone: Tone; state: string; text: string } {
  const { t, language } = use_words();
  const { data } = use_sync_status();
  const open = use_store(stream_open, (value) => value);
  const ago = use_ago(data?.last_round_at);
  if (!open) return { tone: 'bad', state: 'offline', text: t('sync.dot_offline') };
  if (!data) return { tone: 'off', state: 'unknown', text: t('sync.dot_unknown') };
  const { state } = data;
  const at = since_when(data.since, language);
  const texts: Record<SyncStatus['state'], string> = {
    first_sync: t('sync.dot_first_sync'),
    synchronised: t('sync.dot_synced', { ago }),
    catching_up: t('sync.dot_catching_up'),
    office_unreachable: t('sync.dot_unreachable', { at }),
    never: t('sync.dot_never'),
    needs_resync: t('sync.dot_needs_resync'),
    disconnected: t('sync.dot_disconnected'),
  };
  return { tone: tones[state], state, text: texts[state] };
}
