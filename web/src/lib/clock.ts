// Milliseconds that only go forward, also through a computer's sleep: the browser's monotonic clock
// may stand still while it sleeps, the wall clock may be set back; the larger step of both counts.
let read_monotonic = performance.now();
let read_wall = Date.now();
let elapsed_ms = 0;

export function now_ms(): number {
  const monotonic = performance.now();
  const wall = Date.now();
  elapsed_ms += Math.max(monotonic - read_monotonic, wall - read_wall, 0);
  read_monotonic = monotonic;
  read_wall = wall;
  return elapsed_ms;
}
