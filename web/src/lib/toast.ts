// Short messages at the foot of the page, one at a time: what happened, and how to undo it.
import { make_store } from './store';

export interface Toast {
  id: number;
  text: string;
  detail?: string;
  tone: 'plain' | 'error';
  action?: { label: string; run: () => void };
}

export const toasts = make_store<Toast | null>(null);
let next_id = 1;

export function show_toast(toast: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }) {
  toasts.set({ tone: 'plain', ...toast, id: next_id++ });
}

export function hide_toast(id?: number) {
  if (id === undefined || toasts.get()?.id === id) toasts.set(null);
}
