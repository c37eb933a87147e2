import { Link } from '@tanstack/react-router';
import { EmptyState } from '@/components/empty-state';
import { use_words } from '@/lib/i18n';

export function NotFound() {
  const { t } = use_words();
  return (
    <EmptyState icon="info" title={t('app.no_page')} lead={t('app.no_page_lead')}>
      <Link to="/contacts">{t('list.to_contacts')}</Link>
    </EmptyState>
  );
}
