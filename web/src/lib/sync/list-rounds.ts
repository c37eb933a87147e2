import { body_of, client, in_background } from '@/lib/api/client';
import type { Round } from '@/lib/api/types';

// The newest rounds first.
export async function list_rounds(limit: number): Promise<Round[]> {
  const list = await body_of(
    client.GET('/api/v1/sync/rounds', { params: { query: { limit } }, headers: in_background }),
  );
  return list.rounds;
}
