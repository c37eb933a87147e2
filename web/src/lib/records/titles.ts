// Names of records that others refer to, as lists bring them along: kept so that a list of a thousand
// rows asks for none of them.
import type { RecordPage, TuskRecord } from '@/lib/api/types';
import { make_store } from '@/lib/store';
import { get_type } from './registry';

export const titles = make_store<Record<string, string>>({});
export const title_key = (type: string, id: number) => `${type}/${id}`;

export function learn_titles(page: RecordPage) {
  const learnt: Record<string, string> = {};
  for (const [type, names] of Object.entries(page.references ?? {})) {
    for (const [id, name] of Object.entries(names)) learnt[title_key(type, Number(id))] = name;
  }
  if (Object.keys(learnt).length > 0) titles.set({ ...titles.get(), ...learnt });
}

// Only what some list has named: nobody else looks here.
export function learn_title(record: TuskRecord) {
  const key = title_key(record.type, record.id);
  if (!(key in titles.get())) return;
  const name = String(record.fields[get_type(record.type).title_field] ?? '');
  if (titles.get()[key] !== name) titles.set({ ...titles.get(), [key]: name });
}

export function forget_titles() {
  titles.set({});
}
