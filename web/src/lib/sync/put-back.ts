import { body_of, client } from '@/lib/api/client';
import type { TuskRecord } from '@/lib/api/types';

// Makes the value that lost a conflict the current one, as an ordinary new change.
export function put_back(conflict_id: string): Promise<TuskRecord> {
  return body_of(
    client.POST('/api/v1/sync/conflicts/{id}/put_back', {
      params: { path: { id: conflict_id } },
    }),
  );
}
