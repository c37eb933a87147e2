import { body_of, client, in_background } from '@/lib/api/client';
import type { Audit } from '@/lib/api/types';

// The newest comparisons of both sides first.
export async function list_audits(limit: number): Promise<Audit[]> {
  const list = await body_of(
    client.GET('/api/v1/sync/audits', { params: { query: { limit } }, headers: in_background }),
  );
  return list.audits;
}
