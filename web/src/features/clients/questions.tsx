// Asked before a program loses its secret or everything.
import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  clients_key,
  remove_client,
  renew_secret,
  type Program,
} from '@/lib/administration/clients';
import { use_words } from '@/lib/i18n';
import { ProofGivenUp } from '@/lib/session/proof';
import { show_toast } from '@/lib/toast';
import type { ShownSecret } from './client-secret';

interface QuestionProps {
  title: string;
  text: string;
  action: string;
  run: () => Promise<void>;
  on_close: () => void;
}

function Question({ title, text, action, run, on_close }: QuestionProps) {
  const { t } = use_words();
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState('');
  const submit = async () => {
    set_busy(true);
    set_failure('');
    try {
      await run();
      on_close();
    } catch (error) {
      if (!(error instanceof ProofGivenUp))
        set_failure(error instanceof Error ? error.message : String(error));
      set_busy(false);
    }
  };
  return (
    <Modal opened onClose={on_close} title={title} size={440} withCloseButton={false}>
      <p>{text}</p>
      {failure && (
        <p className="field-problem" role="alert">
          {failure}
        </p>
      )}
      <div className="dialogue-buttons">
        <Button variant="default" onClick={on_close}>
          {t('common.cancel')}
        </Button>
        <Button className="danger-button" loading={busy} onClick={() => void submit()}>
          {action}
        </Button>
      </div>
    </Modal>
  );
}

interface RenewProps {
  program: Program;
  on_secret: (shown: ShownSecret) => void;
  on_close: () => void;
}

export function RenewSecret({ program, on_secret, on_close }: RenewProps) {
  const { t } = use_words();
  return (
    <Question
      title={t('clients.renew_title', { name: program.name })}
      text={t('clients.renew_text')}
      action={t('clients.renew')}
      on_close={on_close}
      run={async () => on_secret({ program, secret: await renew_secret(program.id) })}
    />
  );
}

export function RemoveClient({ program, on_close }: { program: Program; on_close: () => void }) {
  const { t } = use_words();
  const queries = useQueryClient();
  return (
    <Question
      title={t('clients.remove_title', { name: program.name })}
      text={t('clients.remove_text')}
      action={t('card.delete')}
      on_close={on_close}
      run={async () => {
        await remove_client(program.id);
        show_toast({ text: t('clients.removed', { name: program.name }) });
        await queries.invalidateQueries({ queryKey: clients_key });
      }}
    />
  );
}
