import { body_of, client, in_background } from '@/lib/api/client';
import type { Conflict } from '@/lib/api/types';

export interface ConflictQuery {
  limit: number;
  cursor?: string;
  type?: string;
  record?: number;
}

// The newest conflicts first. Read for the pages' own sake, so never an act of the person.
export function list_conflict_page(query: ConflictQuery) {
  return body_of(
    client.GET('/api/v1/sync/conflicts', { params: { query }, headers: in_background }),
  );
}

export async function list_conflicts(limit: number): Promise<Conflict[]> {
  return (await list_conflict_page({ limit })).conflicts;
}

const most_of_one = 50;

export async function list_record_conflicts(type: string, id: number): Promise<Conflict[]> {
  const page = await list_conflict_page({ limit: most_of_one, type, record: id });
  return page.conflicts.filter((each) => each.type === type && each.record_id === id);
}
