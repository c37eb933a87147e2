// When a session ends for want of activity: pure functions of what is known and the time.
// The server decides; this machine pings it on real input, warns, and blanks the page in time.

export const warning_ms = 2 * 60_000; // before the end
export const ping_interval_ms = 60_000;

export interface IdleState {
  timeout_ms: number;
  last_input_ms: number;
  last_ping_ms: number;
  // Input that the server has not heard of, since the last ping is less than a minute old.
  owes_ping: boolean;
}

export type IdlePhase =
  | { name: 'active'; next_check_ms: number }
  | { name: 'warning'; seconds_left: number; next_check_ms: number }
  | { name: 'ended' };

// From the session answer: the server says how much is left.
export function start_idle(now_ms: number, timeout_s: number, left_s: number): IdleState {
  const heard_ms = now_ms - (timeout_s - left_s) * 1000;
  return {
    timeout_ms: timeout_s * 1000,
    last_input_ms: heard_ms,
    last_ping_ms: heard_ms,
    owes_ping: false,
  };
}

export function idle_phase(state: IdleState, now_ms: number): IdlePhase {
  const left_ms = state.last_input_ms + state.timeout_ms - now_ms;
  if (left_ms <= 0) return { name: 'ended' };
  if (left_ms <= warning_ms) {
    return { name: 'warning', seconds_left: Math.ceil(left_ms / 1000), next_check_ms: 1000 };
  }
  return { name: 'active', next_check_ms: left_ms - warning_ms };
}

// Real input. It cannot revive a session that has ended.
export function note_input(state: IdleState, now_ms: number): IdleState {
  if (idle_phase(state, now_ms).name === 'ended') return state;
  return { ...state, last_input_ms: now_ms, owes_ping: true };
}

// Milliseconds until a ping is due (0: now); null if none is.
export function ping_due_in(state: IdleState, now_ms: number): number | null {
  if (!state.owes_ping) return null;
  return Math.max(0, state.last_ping_ms + ping_interval_ms - now_ms);
}

export function note_ping(state: IdleState, now_ms: number): IdleState {
  return { ...state, last_ping_ms: now_ms, owes_ping: false };
}
