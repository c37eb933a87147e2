// Asks before something is done, does it, and says why if that failed; it closes when it is done.
import { Button, Modal } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { ProofGivenUp } from '@/lib/session/proof';

interface QuestionProps {
  title: string;
  action: string; // what the button says that does it
  danger?: boolean;
  run: () => Promise<void>;
  on_close: () => void;
  children: ReactNode;
}

export function Question({ title, action, danger, run, on_close, children }: QuestionProps) {
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
      if (!(error instanceof ProofGivenUp)) set_failure(error_text(error));
      set_busy(false);
    }
  };
  return (
    <Modal opened onClose={on_close} title={title} size={440} withCloseButton={false}>
      {children}
      {failure && (
        <p className="field-problem" role="alert">
          {failure}
        </p>
      )}
      <div className="dialogue-buttons">
        <Button variant="default" onClick={on_close}>
          {t('common.cancel')}
        </Button>
        <Button
          className={danger ? 'danger-button' : undefined}
          loading={busy}
          onClick={() => void submit()}
        >
          {action}
        </Button>
      </div>
    </Modal>
  );
}
