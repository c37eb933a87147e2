import { body_of, client, in_background } from '@/lib/api/client';
import type { Conflict } from '@/lib/api/types';

// The newest conflicts first. Read for the pages' own sake, so never an act of the person.
export async function list_conflicts(limit: number): Promise<Conflict[]> {
  const page = await body_of(
    client.GET('/api/v1/sync/conflicts', {
      params: { query: { limit } },
      headers: in_background,
    }),
  );
  return page.conflicts;
}
