import { expect, it } from 'vitest';
import { pause_ms } from './event-stream';

it('waits longer after each failure, never more than half a minute, and never in step', () => {
  expect(pause_ms(0, 0)).toBe(250);
  expect(pause_ms(0, 1)).toBe(500);
  expect(pause_ms(3, 1)).toBe(4000);
  expect(pause_ms(50, 1)).toBe(30_000);
  expect(pause_ms(50, 0)).toBe(15_000);
});
