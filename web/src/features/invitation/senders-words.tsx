// What the sender wrote to the receiver: shown as text, whatever is in it.
import type { ReceivedInvitation } from '@/lib/invitations/received';

export function SendersWords({ invitation }: { invitation: ReceivedInvitation }) {
  if (!invitation.message) return null;
  return <blockquote className="invitation-message">{invitation.message}</blockquote>;
}
