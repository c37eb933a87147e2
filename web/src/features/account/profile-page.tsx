// One's own account: who one is, what one has chosen, password, second factor, where one is logged
// in, which programs one has allowed.
import { PageTitle } from '@/components/page-title';
import { AllowedPrograms } from '@/features/programs/allowed-programs';
import { use_words } from '@/lib/i18n';
import { PasswordSection } from './password-section';
import { PersonSection } from './person-section';
import { SecondFactorSection } from './second-factor-section';
import { SessionsSection } from './sessions-section';
import './account.css';

export function ProfilePage() {
  const { t } = use_words();
  return (
    <div className="profile-page">
      <PageTitle text={t('account.title')} />
      <div className="profile-column">
        <h1>{t('account.title')}</h1>
        <PersonSection />
        <PasswordSection />
        <SecondFactorSection />
        <SessionsSection />
        <section className="profile-card" aria-labelledby="profile-programs">
          <h2 id="profile-programs">{t('programs.allowed_title')}</h2>
          <p className="muted">{t('programs.allowed_lead')}</p>
          <AllowedPrograms />
        </section>
      </div>
    </div>
  );
}
