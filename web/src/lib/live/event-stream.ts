// The stream of live events, opened again with growing pauses for as long as it is wanted.

export type Handlers = Record<
  'record' | 'bulk' | 'sync' | 'conflict' | 'disconnected',
  (data: unknown) => void
>;

export interface StreamOptions {
  handlers: Handlers;
  // after_gap: events may have been missed since the stream was last open.
  on_open: (after_gap: boolean) => void;
  on_lost: () => void;
}

const first_pause_ms = 500;
const longest_pause_ms = 30_000;

// Random, so that all browsers do not come back in the same moment after a restart of the server.
export function pause_ms(failures: number, random: number): number {
  const longest = Math.min(longest_pause_ms, first_pause_ms * 2 ** failures);
  return longest / 2 + (longest / 2) * random;
}

export function open_event_stream(url: string, options: StreamOptions): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let was_open = false;

  const open = () => {
    source = new EventSource(url);
    source.onopen = () => {
      failures = 0;
      options.on_open(was_open);
      was_open = true;
    };
    source.onerror = () => {
      source?.close();
      options.on_lost();
      timer = setTimeout(open, pause_ms(failures++, Math.random()));
    };
    for (const [name, handle] of Object.entries(options.handlers)) {
      source.addEventListener(name, (event: MessageEvent<string>) =>
        handle(JSON.parse(event.data)),
      );
    }
  };

  const open_now = () => {
    if (source?.readyState !== EventSource.CLOSED) return;
    clearTimeout(timer);
    open();
  };
  window.addEventListener('online', open_now);
  open();

  return () => {
    window.removeEventListener('online', open_now);
    clearTimeout(timer);
    source?.close();
  };
}
