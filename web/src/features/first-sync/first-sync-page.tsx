// What stands in place of the desktop while the company's data is on its way from the office.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Progress } from '@mantine/core';
import { LogInFrame } from '@/features/login/log-in-frame';
import type { SyncStatus } from '@/lib/api/types';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { find_type } from '@/lib/records/registry';
import { choose_language, end_session } from '@/lib/session/session-store';
import { show_toast } from '@/lib/toast';
import './first-sync.css';

function tell(error: unknown) {
  show_toast({ tone: 'error', text: error_text(error) });
}

export function FirstSyncPage({ status }: { status: SyncStatus }) {
  const { t, language } = use_words();
  const queries = useQueryClient();
  return (
    <LogInFrame
      title={t('first_sync.title')}
      lead={t('first_sync.lead')}
      language={language}
      on_language={(value) => void choose_language(value).catch(tell)}
    >
      <div className="first-sync-page">
        <FirstSyncProgress status={status} />
      </div>
      <Button variant="default" fullWidth onClick={() => void end_session(queries).catch(tell)}>
        {t('user.log_out')}
      </Button>
    </LogInFrame>
  );
}

// Also on the page of synchronisation, while the connection is being updated.
export function FirstSyncProgress({ status }: { status: SyncStatus }) {
  const { t, say, language } = use_words();
  const progress = status.first_sync;
  if (!progress?.started_at) return <p className="muted">{t('first_sync.waiting')}</p>;
  const number = (value: number) => value.toLocaleString(language);
  const text = progress.finishing
    ? t('first_sync.finishing', { percent: progress.percent })
    : t('first_sync.receiving', {
        done: number(progress.records),
        of: number(progress.of_records),
        percent: progress.percent,
      });
  return (
    <div className="first-sync">
      <Progress value={progress.percent} aria-label={text} />
      <p className="tabular" role="status">
        {text}
      </p>
      <ul>
        {progress.registers
          .filter((register) => register.records > 0)
          .map((register) => {
            const type = find_type(register.name);
            return (
              <li key={register.name}>
                <span>{type ? say(type.label_plural) : register.name}</span>
                <span className="tabular">{number(register.records)}</span>
              </li>
            );
          })}
      </ul>
    </div>
  );
}
