import { describe, expect, it } from 'vitest';
import { idle_phase, note_input, note_ping, ping_due_in, start_idle } from './idle';

const minute = 60_000;
const fresh = () => start_idle(0, 1200, 1200);

// REQ: SEC-1
describe('the idle time of a session', () => {
  it('is active for 18 minutes, warns for two, and has ended at 20', () => {
    expect(idle_phase(fresh(), 0)).toEqual({ name: 'active', next_check_ms: 18 * minute });
    expect(idle_phase(fresh(), 18 * minute - 1).name).toBe('active');
    expect(idle_phase(fresh(), 18 * minute)).toMatchObject({ name: 'warning', seconds_left: 120 });
    expect(idle_phase(fresh(), 20 * minute - 1)).toMatchObject({ seconds_left: 1 });
    expect(idle_phase(fresh(), 20 * minute).name).toBe('ended');
  });

  it('begins where the server says, not where the page was loaded', () => {
    const state = start_idle(0, 1200, 90);
    expect(idle_phase(state, 0)).toMatchObject({ name: 'warning', seconds_left: 90 });
    expect(idle_phase(state, 90_000).name).toBe('ended');
  });

  it('is extended by input, also during the warning', () => {
    const state = note_input(fresh(), 19 * minute);
    expect(idle_phase(state, 20 * minute).name).toBe('active');
    expect(idle_phase(state, 39 * minute).name).toBe('ended');
  });

  it('is not revived by input after the end', () => {
    const state = note_input(fresh(), 21 * minute);
    expect(idle_phase(state, 21 * minute).name).toBe('ended');
    expect(ping_due_in(state, 21 * minute)).toBeNull();
  });
});

describe('activity pings', () => {
  it('are not sent without input', () => {
    expect(ping_due_in(fresh(), 5 * minute)).toBeNull();
  });

  it('go out at once after a quiet minute, and at most once a minute after that', () => {
    let state = note_input(fresh(), 5 * minute);
    expect(ping_due_in(state, 5 * minute)).toBe(0);
    state = note_ping(state, 5 * minute);
    expect(ping_due_in(state, 5 * minute)).toBeNull();
    state = note_input(state, 5 * minute + 10_000);
    expect(ping_due_in(state, 5 * minute + 10_000)).toBe(50_000);
  });

  it('tell of the last input of a busy minute too', () => {
    let state = note_ping(note_input(fresh(), 0), 0);
    state = note_input(state, 59_000);
    expect(ping_due_in(state, minute)).toBe(0);
  });
});
