// The centred card that pages before the desktop share.
import type { ReactNode } from 'react';
import { Logo } from '@/components/logo';
import { PageTitle } from '@/components/page-title';
import { languages, use_words } from '@/lib/i18n';
import './login.css';

export interface LogInFrameProps {
  title: string;
  lead: string;
  language: string;
  on_language: (language: string) => void;
  children: ReactNode;
}

export function LogInFrame({ title, lead, language, on_language, children }: LogInFrameProps) {
  const { t } = use_words();
  return (
    <div className="log-in">
      <PageTitle text={title} />
      <main className="log-in-card">
        <div className="log-in-brand">
          <Logo size={36} />
          <span>Tusk Online</span>
        </div>
        <h1>{title}</h1>
        <p className="muted">{lead}</p>
        {children}
      </main>
      <nav className="log-in-languages" aria-label={t('login.language')}>
        {languages.map((each) => (
          <button
            key={each.value}
            type="button"
            lang={each.value}
            className="ghost"
            aria-pressed={each.value === language}
            onClick={() => on_language(each.value)}
          >
            {each.name}
          </button>
        ))}
      </nav>
    </div>
  );
}
