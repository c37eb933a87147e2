// The signed-in part of the page: loaded after the log-in, made anew for another company.
import { useState } from 'react';
import { RouterProvider } from '@tanstack/react-router';
import { FirstSyncPage } from '@/features/first-sync/first-sync-page';
import { use_sync_status } from '@/lib/sync/use-sync-status';
import { make_router } from './router';

export default function Desktop() {
  const [router] = useState(make_router);
  const status = use_sync_status();
  if (status.isPending) return null;
  if (status.data?.state === 'first_sync') return <FirstSyncPage status={status.data} />;
  return <RouterProvider router={router} />;
}
