// Pages that a letter leads to, or that are about such letters. Their secret stands after the #: it
// is taken out of the address at once, so that it is neither in the history nor seen over a shoulder,
// and is sent in the body of a request alone.
import { make_store } from '@/lib/store';

export type RecoveryPage = 'forgotten-password' | 'reset-password' | 'confirm-email';

export interface MailedLink {
  page: RecoveryPage | null; // none: the desktop, or the log-in before it
  token: string;
}

const pages: RecoveryPage[] = ['forgotten-password', 'reset-password', 'confirm-email'];

function read_address(): MailedLink {
  const { pathname, hash } = window.location;
  const page = pages.find((each) => pathname === `/${each}`) ?? null;
  if (!page) return { page, token: '' };
  if (hash) history.replaceState(null, '', pathname);
  return { page, token: hash.slice(1) };
}

export const mailed_link = make_store<MailedLink>(read_address());

// A newer link, put into the address of the same page.
window.addEventListener('hashchange', () => {
  if (window.location.hash && mailed_link.get().page) mailed_link.set(read_address());
});

// Said on the page that comes next.
export const recovery_notice = make_store('');

export function leave_recovery(notice: string) {
  history.replaceState(null, '', '/');
  recovery_notice.set(notice);
  mailed_link.set({ page: null, token: '' });
}
