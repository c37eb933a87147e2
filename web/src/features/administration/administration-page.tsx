// Settings – Account administration: Invite users, and User administration.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { SettingsDenied } from '@/features/settings/settings-denied';
import { SettingsFrame } from '@/features/settings/settings-frame';
import { administration_key, list_people } from '@/lib/administration/people';
import { use_words } from '@/lib/i18n';
import { may_administer } from '@/lib/session/rights';
import { InviteTab } from './invite-tab';
import { PeopleTab } from './people-tab';
import { Seats } from './seats';
import './administration.css';

const route = getRouteApi('/settings/accounts');
const tabs = [
  { search: {}, word: 'administration.tab_invite' },
  { search: { tab: 'users' }, word: 'administration.tab_users' },
] as const;

// The licence, and the roles that this person may give.
function use_overview(enabled: boolean) {
  return useQuery({
    queryKey: [...administration_key, 'overview'],
    queryFn: ({ signal }) => list_people({ limit: 1, signal }),
    enabled,
  });
}

export function AdministrationPage() {
  const { t } = use_words();
  const search = route.useSearch();
  const { tab } = search;
  const allowed = may_administer();
  const { data } = use_overview(allowed);
  if (!allowed) {
    return <SettingsDenied />;
  }
  return (
    <SettingsFrame
      title={t('administration.title')}
      aside={data && <Seats licence={data.licence} />}
    >
      <nav className="tabs administration-tabs" aria-label={t('administration.title')}>
        {tabs.map((each) => (
          <Link
            key={each.word}
            to="/settings/accounts"
            search={(tab === 'users') === 'tab' in each.search ? search : each.search}
            className="tab"
            activeOptions={{ exact: true, includeSearch: true }}
          >
            {t(each.word)}
          </Link>
        ))}
      </nav>
      {tab === 'users' ? (
        <PeopleTab roles={data?.roles ?? []} />
      ) : (
        <InviteTab roles={data?.roles ?? []} licence={data?.licence} />
      )}
    </SettingsFrame>
  );
}
