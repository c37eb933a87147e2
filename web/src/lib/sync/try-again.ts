import { body_of, client } from '@/lib/api/client';
import type { Register, SyncProblem } from '@/lib/api/types';

// Sends the record again, or asks the office for it, with the next round.
export function try_again({ type, record_id }: SyncProblem) {
  return body_of(
    client.POST('/api/v1/sync/problems/{type}/{id}/try_again', {
      params: { path: { type: type as Register, id: String(record_id) } },
    }),
  );
}
