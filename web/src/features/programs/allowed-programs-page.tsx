// One's own account – Programs that you have allowed.
import { PageTitle } from '@/components/page-title';
import { use_words } from '@/lib/i18n';
import { AllowedPrograms } from './allowed-programs';

export function AllowedProgramsPage() {
  const { t } = use_words();
  return (
    <div className="allowed-page">
      <PageTitle text={t('programs.allowed_title')} />
      <div className="allowed-column">
        <h1>{t('programs.allowed_title')}</h1>
        <p className="muted">{t('programs.allowed_lead')}</p>
        <AllowedPrograms />
      </div>
    </div>
  );
}
