// What a program is given: its id, its secret, shown this once, and where it learns the rest.
import { Button, Modal } from '@mantine/core';
import { use_words } from '@/lib/i18n';
import { configuration_path, type Program } from '@/lib/administration/clients';
import { show_toast } from '@/lib/toast';

export interface ShownSecret {
  program: Pick<Program, 'id' | 'name'>;
  secret: string | null; // null: a public program has none
}

export function ClientSecret({ shown, on_close }: { shown: ShownSecret; on_close: () => void }) {
  const { t } = use_words();
  const { program, secret } = shown;
  return (
    <Modal
      opened
      onClose={on_close}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      title={t('clients.given_title', { name: program.name })}
      size={520}
    >
      <p>{t(secret ? 'clients.secret_lead' : 'clients.id_lead')}</p>
      <div className="client-values">
        <Value label={t('clients.address')} value={window.location.origin + configuration_path} />
        <Value label={t('clients.id')} value={program.id} />
        {secret && <Value label={t('clients.secret')} value={secret} />}
      </div>
      <div className="dialogue-buttons">
        <Button onClick={on_close}>{t(secret ? 'clients.secret_kept' : 'common.close')}</Button>
      </div>
    </Modal>
  );
}

function Value({ label, value }: { label: string; value: string }) {
  const { t } = use_words();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      show_toast({ text: t('clients.copied', { what: label }) });
    } catch {
      show_toast({ tone: 'error', text: t('clients.not_copied') });
    }
  };
  return (
    <div className="client-value">
      <span className="client-value-label">{label}</span>
      <code>{value}</code>
      <Button
        variant="default"
        size="compact-sm"
        aria-label={t('clients.copy_of', { what: label })}
        onClick={() => void copy()}
      >
        {t('clients.copy')}
      </Button>
    </div>
  );
}
