// How long rounds take: pure.
import type { Round } from '@/lib/api/types';

export interface Pace {
  median_ms: number;
  longest_ms: number;
  failed: number;
}

export function duration_ms(round: Round): number {
  if (!round.ended_at) return 0;
  return Math.max(0, Date.parse(round.ended_at) - Date.parse(round.started_at));
}

export function pace_of(rounds: Round[]): Pace | null {
  const durations = rounds.map(duration_ms).sort((one, other) => one - other);
  const longest_ms = durations.at(-1);
  if (longest_ms === undefined) return null;
  return {
    median_ms: durations[Math.floor((durations.length - 1) / 2)] ?? 0,
    longest_ms: Math.max(1, longest_ms),
    failed: rounds.filter((round) => round.result === 'error').length,
  };
}
