// The state of synchronisation with cause and remedy; conflicts; the log.
import { getRouteApi, Link } from '@tanstack/react-router';
import { Icon } from '@/components/icon';
import { PageTitle } from '@/components/page-title';
import { use_words } from '@/lib/i18n';
import { ConflictList } from './conflict-list';
import { Problems } from './problems';
import { RoundLog } from './round-log';
import { StateHead } from './state-head';
import './synchronisation.css';

const route = getRouteApi('/synchronisation');
const tabs = [
  { tab: 'conflicts', word: 'sync.tab_conflicts' },
  { tab: 'log', word: 'sync.tab_log' },
] as const;

export function SynchronisationPage() {
  const { t } = use_words();
  const { tab = 'conflicts' } = route.useSearch();
  return (
    <div className="sync-page">
      <PageTitle text={t('sync.title')} />
      <div className="sync-column">
        <h1>{t('sync.title')}</h1>
        <StateHead />
        <Problems />
        <nav className="tabs sync-tabs" aria-label={t('sync.title')}>
          {tabs.map((each) => (
            <Link
              key={each.tab}
              to="/synchronisation"
              search={each.tab === 'log' ? { tab: 'log' } : {}}
              className="tab"
              activeOptions={{ exact: true, includeSearch: true }}
              replace
            >
              {t(each.word)}
            </Link>
          ))}
        </nav>
        {tab === 'log' ? <RoundLog /> : <ConflictList />}
        <aside className="no-backup">
          <Icon name="info" size={16} />
          <p>
            <strong>{t('sync.backup_title')}.</strong> {t('sync.backup')}
          </p>
        </aside>
      </div>
    </div>
  );
}
