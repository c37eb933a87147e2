// What everything on the page stands on: the component library, the query cache, the session.
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ToastHost } from '@/components/toast-host';
import { ApiError, set_connection } from '@/lib/api/client';
import { find_session, session_ended } from '@/lib/session/session-store';
import { listen_to_tabs } from '@/lib/session/tabs';
import { SessionGate } from './session-gate';
import { theme } from './theme';

const most_retries = 2;

function is_refusal(error: Error): boolean {
  const too_many = 429; // passes by itself
  if (!(error instanceof ApiError) || error.status === too_many) return false;
  return error.status >= 400 && error.status < 500;
}

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000, // live events tell of changes before that
      refetchOnWindowFocus: false,
      // What the server has refused it will refuse again; what did not arrive may arrive.
      retry: (count, error) => !is_refusal(error) && count < most_retries,
      retryDelay: (count) => 400 * 2 ** count,
    },
  },
});
set_connection({ on_signed_out: () => session_ended(queries) });

const scheme_manager = localStorageColorSchemeManager({ key: 'tusk-theme' });

export function App() {
  useEffect(() => {
    void find_session(queries);
    return listen_to_tabs((message) => {
      if (message === 'signed_out') session_ended(queries);
      // Another person or company: this tab begins anew with it.
      if (message === 'session_changed') window.location.reload();
    });
  }, []);
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={scheme_manager}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queries}>
        <SessionGate />
        <ToastHost />
      </QueryClientProvider>
    </MantineProvider>
  );
}
