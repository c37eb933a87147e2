// Settings – Other programs: those in which the company's people log in with their Tusk ID.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { EmptyState } from '@/components/empty-state';
import { Failure } from '@/components/failure';
import { Icon } from '@/components/icon';
import { SettingsDenied } from '@/features/settings/settings-denied';
import { SettingsFrame } from '@/features/settings/settings-frame';
import { clients_key, list_clients } from '@/lib/administration/clients';
import { use_words } from '@/lib/i18n';
import { is_super_user } from '@/lib/session/rights';
import { ClientForm } from './client-form';
import { ClientRow } from './client-row';
import { ClientSecret, type ShownSecret } from './client-secret';
import './clients.css';

export function ClientsPage() {
  const { t } = use_words();
  const allowed = is_super_user();
  const clients = useQuery({
    queryKey: clients_key,
    queryFn: ({ signal }) => list_clients(signal),
    enabled: allowed,
  });
  const [adding, set_adding] = useState(false);
  // Kept nowhere else: once the dialogue is closed, nobody sees it again.
  const [secret, set_secret] = useState<ShownSecret | null>(null);
  if (!allowed) return <SettingsDenied />;
  const add = (icon?: ReactNode) => (
    <Button leftSection={icon} onClick={() => set_adding(true)}>
      {t('clients.new')}
    </Button>
  );
  const some = clients.data && clients.data.length > 0;
  return (
    <SettingsFrame title={t('clients.title')} aside={some && add(<Icon name="plus" size={16} />)}>
      {some && <p className="muted clients-lead">{t('clients.lead')}</p>}
      {clients.isError && !clients.data && (
        <Failure
          title={t('clients.failed')}
          error={clients.error}
          on_retry={() => void clients.refetch()}
        />
      )}
      {clients.data?.length === 0 && (
        <EmptyState icon="external" title={t('clients.none')} lead={t('clients.none_lead')}>
          {add()}
        </EmptyState>
      )}
      {some && (
        <ul className="clients">
          {clients.data.map((program) => (
            <ClientRow key={program.id} program={program} on_secret={set_secret} />
          ))}
        </ul>
      )}
      {adding && (
        <ClientForm program={null} on_secret={set_secret} on_close={() => set_adding(false)} />
      )}
      {secret && <ClientSecret shown={secret} on_close={() => set_secret(null)} />}
    </SettingsFrame>
  );
}
