import { body_of, client, in_background } from '@/lib/api/client';
import type { SyncProblem } from '@/lib/api/types';

// Records that do not get across, the oldest first.
export async function list_problems(): Promise<SyncProblem[]> {
  const list = await body_of(client.GET('/api/v1/sync/problems', { headers: in_background }));
  return list.problems;
}
