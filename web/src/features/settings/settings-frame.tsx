// The frame of the pages under Settings.
import type { ReactNode } from 'react';
import { PageTitle } from '@/components/page-title';
import { use_words } from '@/lib/i18n';
import './settings.css';

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
        <p className="muted settings-above">{t('nav.settings')}</p>
        <header className="settings-head">
          <h1>{title}</h1>
          {aside}
        </header>
        {children}
      </div>
    </div>
  );
}
