import { expect, it } from 'vitest';
import type { Round } from '@/lib/api/types';
import { pace_of } from './pace';

function round(number: number, took_ms: number | null, result: Round['result'] = 'ok'): Round {
  const started = Date.UTC(2026, 10, 24, 14, 0, number * 15);
  return {
    number,
    started_at: new Date(started).toISOString(),
    ended_at: took_ms === null ? null : new Date(started + took_ms).toISOString(),
    computer: 'KONTOR-1',
    up: 0,
    down: 0,
    conflicts: 0,
    result,
    message: null,
  };
}

it('tells the usual and the longest round, and how many failed', () => {
  const rounds = [round(1, 80), round(2, 120), round(3, 4000, 'error'), round(4, 90)];
  expect(pace_of(rounds)).toEqual({ median_ms: 90, longest_ms: 4000, failed: 1 });
});

it('is nothing without rounds, and bears one that has not ended', () => {
  expect(pace_of([])).toBeNull();
  expect(pace_of([round(1, null)])).toEqual({ median_ms: 0, longest_ms: 1, failed: 0 });
});
