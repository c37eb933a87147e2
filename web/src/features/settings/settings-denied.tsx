// Instead of a page of Settings, for those whose role does not let them see it.
import { EmptyState } from '@/components/empty-state';
import { use_words } from '@/lib/i18n';

export function SettingsDenied() {
  const { t } = use_words();
  return (
    <EmptyState
      icon="lock"
      title={t('administration.not_yours')}
      lead={t('administration.not_yours_lead')}
    />
  );
}
