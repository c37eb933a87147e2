// Asked before a program loses its secret or everything.
import { useQueryClient } from '@tanstack/react-query';
import { Question } from '@/components/question';
import {
  clients_key,
  remove_client,
  renew_secret,
  type Program,
} from '@/lib/administration/clients';
import { use_words } from '@/lib/i18n';
import { show_toast } from '@/lib/toast';
import type { ShownSecret } from './client-secret';

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
      action={t('clients.renew')}
      danger
      on_close={on_close}
      run={async () => on_secret({ program, secret: await renew_secret(program.id) })}
    >
      <p>{t('clients.renew_text')}</p>
    </Question>
  );
}

export function RemoveClient({ program, on_close }: { program: Program; on_close: () => void }) {
  const { t } = use_words();
  const queries = useQueryClient();
  return (
    <Question
      title={t('clients.remove_title', { name: program.name })}
      action={t('card.delete')}
      danger
      on_close={on_close}
      run={async () => {
        await remove_client(program.id);
        show_toast({ text: t('clients.removed', { name: program.name }) });
        await queries.invalidateQueries({ queryKey: clients_key });
      }}
    >
      <p>{t('clients.remove_text')}</p>
    </Question>
  );
}
