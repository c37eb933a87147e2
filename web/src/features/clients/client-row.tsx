// One program, and what can be done with it.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '@/components/icon';
import type { Program } from '@/lib/administration/clients';
import { use_words } from '@/lib/i18n';
import { ClientForm } from './client-form';
import type { ShownSecret } from './client-secret';
import { RemoveClient, RenewSecret } from './questions';

interface ClientRowProps {
  program: Program;
  on_secret: (shown: ShownSecret) => void;
}

export function ClientRow({ program, on_secret }: ClientRowProps) {
  const { t } = use_words();
  const [open, set_open] = useState<'edit' | 'renew' | 'remove' | null>(null);
  const close = () => set_open(null);
  return (
    <li className="client">
      <div className="client-about">
        <strong>{program.name}</strong>
        <span className="muted">
          {t(program.is_public ? 'clients.public' : 'clients.confidential')}
        </span>
        {program.redirect_uris.map((uri) => (
          <span key={uri} className="client-address">
            {uri}
          </span>
        ))}
        <span className="muted client-address">{t('clients.id_is', { id: program.id })}</span>
      </div>
      <div className="client-actions">
        <Button
          variant="default"
          size="compact-sm"
          aria-label={`${t('common.edit')} ${program.name}`}
          onClick={() => set_open('edit')}
        >
          {t('common.edit')}
        </Button>
        {!program.is_public && (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={t('clients.renew_of', { name: program.name })}
            onClick={() => set_open('renew')}
          >
            {t('clients.renew')}
          </Button>
        )}
        <button
          type="button"
          className="ghost square"
          title={t('card.delete')}
          aria-label={`${t('card.delete')} ${program.name}`}
          onClick={() => set_open('remove')}
        >
          <Icon name="trash" size={16} />
        </button>
      </div>
      {open === 'edit' && <ClientForm program={program} on_secret={on_secret} on_close={close} />}
      {open === 'renew' && <RenewSecret program={program} on_secret={on_secret} on_close={close} />}
      {open === 'remove' && <RemoveClient program={program} on_close={close} />}
    </li>
  );
}
