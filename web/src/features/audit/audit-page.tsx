// Settings – Audit: who did what with access to the company, the latest first.
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { EmptyState } from '@/components/empty-state';
import { Failure } from '@/components/failure';
import { SettingsDenied } from '@/features/settings/settings-denied';
import { SettingsFrame } from '@/features/settings/settings-frame';
import { audit_key, list_access_events, type AccessEvent } from '@/lib/administration/audit';
import { format_moment } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { find_common_role, is_super_user } from '@/lib/session/rights';
import './audit.css';

export function AuditPage() {
  const { t } = use_words();
  const allowed = is_super_user();
  const events = useInfiniteQuery({
    queryKey: audit_key,
    queryFn: ({ pageParam, signal }) => list_access_events(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    enabled: allowed,
  });
  if (!allowed) return <SettingsDenied />;
  const rows = events.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <SettingsFrame title={t('audit.title')}>
      <p className="muted audit-lead">{t('audit.lead')}</p>
      {events.isError && !events.data && (
        <Failure
          title={t('audit.failed')}
          error={events.error}
          on_retry={() => void events.refetch()}
        />
      )}
      {events.data && rows.length === 0 && (
        <EmptyState icon="clock" title={t('audit.none')} lead={t('audit.lead')} />
      )}
      {rows.length > 0 && <Rows rows={rows} />}
      {events.hasNextPage && (
        <Button
          variant="default"
          loading={events.isFetchingNextPage}
          onClick={() => void events.fetchNextPage()}
        >
          {t('audit.earlier')}
        </Button>
      )}
    </SettingsFrame>
  );
}

function Rows({ rows }: { rows: AccessEvent[] }) {
  const { t, language } = use_words();
  return (
    <table className="audit">
      <thead>
        <tr>
          <th scope="col">{t('sync.time')}</th>
          <th scope="col">{t('audit.event')}</th>
          <th scope="col">{t('audit.who')}</th>
          <th scope="col" className="audit-address">
            {t('audit.address')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.sequence}>
            <td className="tabular audit-time">{format_moment(row.at, language)}</td>
            <td>
              <Event row={row} />
            </td>
            <td>{row.actor_name || t('audit.program')}</td>
            <td className="tabular muted audit-address">{row.address}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Event({ row }: { row: AccessEvent }) {
  const { t } = use_words();
  const role = find_common_role(row.detail);
  const about =
    row.event === 'settings_changed' && row.subject === 'second_factor'
      ? [t('audit.second_factor_policy'), t(`account.policy_${row.detail}`)]
      : [row.subject, role ? t(`roles.${role}`) : ''];
  return (
    <>
      {/* One that this page does not know yet is shown by its name. */}
      <span>{t(`audit.events.${row.event}`, { defaultValue: row.event })}</span>
      {about.some(Boolean) && (
        <span className="muted audit-about">{about.filter(Boolean).join(' · ')}</span>
      )}
    </>
  );
}
