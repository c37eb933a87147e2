import { body_of, client, in_background } from '@/lib/api/client';
import type { SyncStatus } from '@/lib/api/types';

export function get_sync_status(): Promise<SyncStatus> {
  return body_of(client.GET('/api/v1/sync/status', { headers: in_background }));
}
