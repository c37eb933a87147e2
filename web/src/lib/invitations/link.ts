// The link of an invitation: <address>/invitation#TOKEN. The token is taken out of the address at
// once, so that it is in no history, screenshot or copied address; this page alone has it.
import { make_store } from '@/lib/store';

const path = '/invitation';

// The token of the invitation that this page is about; '': its address without one. null: another
// page.
export const open_invitation = make_store<string | null>(null);

function take_token() {
  if (window.location.pathname.replace(/\/$/, '') !== path) return;
  const token = window.location.hash.slice(1);
  // Loaded again without its token: what this page already has goes on.
  open_invitation.set(token || (open_invitation.get() ?? ''));
  if (token) window.history.replaceState(null, '', path);
}

export function watch_invitation_links() {
  take_token();
  // Another link that is opened in the same tab.
  window.addEventListener('hashchange', take_token);
}

// On to the desktop, at its beginning.
export function leave_invitation() {
  window.history.replaceState(null, '', '/');
  open_invitation.set(null);
}
