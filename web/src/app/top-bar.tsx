// Company, search, the state of synchronisation, the person.
import { Logo } from '@/components/logo';
import { Icon } from '@/components/icon';
import { use_words } from '@/lib/i18n';
import { CompanyMenu } from './company-menu';
import { SyncDot } from './sync-dot';
import { UserMenu } from './user-menu';

const command_key = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';

export function TopBar({ on_search }: { on_search: () => void }) {
  const { t } = use_words();
  return (
    <header className="top-bar">
      <div className="top-bar-side">
        <Logo size={24} />
        <CompanyMenu />
      </div>
      <button type="button" className="search-button" onClick={on_search}>
        <Icon name="search" size={16} />
        <span>{t('search.open')}</span>
        <kbd className="key">{command_key}</kbd>
      </button>
      <div className="top-bar-side top-bar-end">
        <SyncDot />
        <UserMenu />
      </div>
    </header>
  );
}
