// What the address of account administration says beside the page.
import type { AccessStatus } from './people';

export interface AccountsSearch {
  tab?: 'users'; // otherwise: Invite users
  q?: string;
  status?: AccessStatus;
  person?: string; // the key of whom to invite
}

const statuses = ['active', 'invited', 'expired', 'not_invited', 'inactive'] as const;

const text_in = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

export function parse_accounts_search(search: Record<string, unknown>): AccountsSearch {
  return {
    tab: search.tab === 'users' ? 'users' : undefined,
    q: text_in(search.q),
    status: statuses.find((each) => each === search.status),
    person: text_in(search.person),
  };
}
