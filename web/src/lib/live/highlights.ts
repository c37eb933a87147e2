// Records that someone else changed a moment ago: who, and which fields.
import { make_store } from '@/lib/store';

export interface Highlight {
  by: string;
  fields: string[];
}

const shown_ms = 4000;
export const highlights = make_store<Record<string, Highlight>>({});

export function highlight(type: string, id: number, mark: Highlight) {
  const key = `${type}/${id}`;
  highlights.set({ ...highlights.get(), [key]: mark });
  setTimeout(() => {
    if (highlights.get()[key] !== mark) return;
    const { [key]: _gone, ...rest } = highlights.get();
    highlights.set(rest);
  }, shown_ms);
}
