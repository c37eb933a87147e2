// Nothing of a company is on the page without a session: here is decided what is shown instead. The
// address stays as it is, so that after the log-in one is where one wanted to be.
import { lazy, Suspense } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { EmptyState } from '@/components/empty-state';
import { ProofDialogue } from '@/components/proof-dialogue';
import { ChooseCompany } from '@/features/login/choose-company';
import { LogInPage } from '@/features/login/log-in-page';
import { ConfirmEmailPage } from '@/features/recovery/confirm-email-page';
import { ForgottenPasswordPage } from '@/features/recovery/forgotten-password-page';
import { mailed_link, recovery_notice } from '@/features/recovery/mailed-link';
import { ResetPasswordPage } from '@/features/recovery/reset-password-page';
import { AuthorizePage, authorize_path } from '@/features/programs/authorize-page';
import { open_invitation } from '@/lib/invitations/link';
import { use_words } from '@/lib/i18n';
import { find_session, session_state } from '@/lib/session/session-store';
import { use_store } from '@/lib/store';

const Desktop = lazy(() => import('./desktop'));
const InvitationPage = lazy(async () => ({
  default: (await import('@/features/invitation/invitation-page')).InvitationPage,
}));

export function SessionGate() {
  const state = use_store(session_state, (value) => value);
  const link = use_store(mailed_link, (value) => value);
  const notice = use_store(recovery_notice, (value) => value);
  const queries = useQueryClient();
  const { t } = use_words();
  const for_program = window.location.pathname === authorize_path;
  const invitation = use_store(open_invitation, (value) => value);
  if (invitation !== null && state.kind !== 'unknown') {
    return (
      <Suspense fallback={null}>
        <InvitationPage token={invitation} />
      </Suspense>
    );
  }
  if (link.page === 'forgotten-password') return <ForgottenPasswordPage />;
  if (link.page === 'reset-password')
    return <ResetPasswordPage key={link.token} token={link.token} />;
  const confirms = link.page === 'confirm-email';
  switch (state.kind) {
    case 'unknown':
      return null;
    case 'unreachable':
      return (
        <EmptyState icon="warning" title={t('app.unreachable')} lead={state.message}>
          <Button onClick={() => void find_session(queries)}>{t('common.try_again')}</Button>
        </EmptyState>
      );
    case 'signed_out':
      if (for_program) return <AuthorizePage session={null} />;
      return (
        <LogInPage
          ended={state.ended}
          notice={confirms ? t('recovery.log_in_to_confirm') : notice}
        />
      );
    case 'signed_in':
      if (for_program) return <AuthorizePage session={state.session} />;
      if (confirms) return <ConfirmEmailPage key={link.token} token={link.token} />;
      return (
        <>
          {state.session.company ? (
            <Suspense fallback={null}>
              <Desktop key={state.session.company.id} />
            </Suspense>
          ) : (
            <ChooseCompany session={state.session} />
          )}
          <ProofDialogue />
        </>
      );
  }
}
