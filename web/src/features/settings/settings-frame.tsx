// The frame of the pages under Settings: where one is among them, and the title.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PageTitle } from '@/components/page-title';
import { use_words } from '@/lib/i18n';
import { is_super_user, may_administer } from '@/lib/session/rights';
import './settings.css';

const pages = [
  { to: '/settings/accounts', word: 'administration.title', allowed: may_administer },
  { to: '/settings/roles', word: 'own_roles.title', allowed: may_administer },
  { to: '/settings/programs', word: 'clients.title', allowed: is_super_user },
  { to: '/settings/audit', word: 'audit.title', allowed: is_super_user },
] as const;

export interface SettingsFrameProps {
  title: string;
  // What stands beside the title.
  aside?: ReactNode;
  children: ReactNode;
}

export function SettingsFrame({ title, aside, children }: SettingsFrameProps) {
  const { t } = use_words();
  return (
    <div className="settings">
      <PageTitle text={title} />
      <div className="settings-column">
        <nav className="settings-pages" aria-label={t('nav.settings')}>
          {pages
            .filter((page) => page.allowed())
            .map(({ to, word }) => (
              <Link key={to} to={to} activeProps={{ 'aria-current': 'page' }}>
                {t(word)}
              </Link>
            ))}
        </nav>
        <header className="settings-head">
          <h1>{title}</h1>
          {aside}
        </header>
        {children}
      </div>
    </div>
  );
}
