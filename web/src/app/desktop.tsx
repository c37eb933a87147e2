// The signed-in part of the page: loaded after the log-in, made anew for another company.
import { useState } from 'react';
import { RouterProvider } from '@tanstack/react-router';
import { make_router } from './router';

export default function Desktop() {
  const [router] = useState(make_router);
  return <RouterProvider router={router} />;
}
