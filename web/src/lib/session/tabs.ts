// What the tabs of one browser tell each other, so that a log-out is a log-out in all of them.

export type TabMessage = 'activity' | 'signed_out' | 'session_changed';

const channel = 'BroadcastChannel' in window ? new BroadcastChannel('tusk') : null;

export function tell_tabs(message: TabMessage) {
  channel?.postMessage(message);
}

export function listen_to_tabs(listener: (message: TabMessage) => void): () => void {
  const on_message = (event: MessageEvent<TabMessage>) => listener(event.data);
  channel?.addEventListener('message', on_message);
  return () => channel?.removeEventListener('message', on_message);
}
