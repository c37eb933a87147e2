// Recovery codes, shown this once: to copy, to print, and to confirm that they are kept.
import { Button } from '@mantine/core';
import { Icon } from '@/components/icon';
import { use_words } from '@/lib/i18n';
import { show_toast } from '@/lib/toast';

interface RecoveryCodesProps {
  codes: string[];
  on_done: () => void;
}

export function RecoveryCodes({ codes, on_done }: RecoveryCodesProps) {
  const { t } = use_words();
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'));
    show_toast({ text: t('account.codes_copied') });
  };
  return (
    <section className="recovery" aria-label={t('account.codes_title')}>
      <p>{t('account.codes_lead')}</p>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="recovery-buttons">
        <Button
          variant="default"
          leftSection={<Icon name="copy" size={16} />}
          onClick={() => void copy()}
        >
          {t('account.codes_copy')}
        </Button>
        <Button
          variant="default"
          leftSection={<Icon name="print" size={16} />}
          onClick={() => window.print()}
        >
          {t('account.codes_print')}
        </Button>
        <Button onClick={on_done}>{t('account.codes_kept')}</Button>
      </div>
    </section>
  );
}
