import { body_of, client } from '@/lib/api/client';

export async function log_out(): Promise<void> {
  await body_of(client.DELETE('/api/v1/session'));
}
