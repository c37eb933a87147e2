import { body_of, client } from '@/lib/api/client';

// Tells the server that the person did something; at most once a minute (see idle.ts).
export async function report_activity(): Promise<void> {
  await body_of(client.POST('/api/v1/session/activity'));
}
