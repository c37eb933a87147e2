// Asked before a role is deleted; who has it keeps it, and the server says so.
import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { delete_role, roles_key, type OwnRole } from '@/lib/administration/roles';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { show_toast } from '@/lib/toast';

export function DeleteRole({ role, on_close }: { role: OwnRole; on_close: () => void }) {
  const { t } = use_words();
  const queries = useQueryClient();
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState('');
  const run = async () => {
    set_busy(true);
    try {
      await delete_role(role.id);
      show_toast({ text: t('own_roles.deleted', { name: role.name }) });
      on_close();
      await queries.invalidateQueries({ queryKey: roles_key });
    } catch (error) {
      set_failure(error_text(error));
      set_busy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={on_close}
      title={t('own_roles.delete_title', { name: role.name })}
      size={420}
      withCloseButton={false}
    >
      <p role="status">{failure || t('own_roles.delete_text')}</p>
      <div className="dialogue-buttons">
        <Button variant="default" onClick={on_close}>
          {t(failure ? 'common.close' : 'common.cancel')}
        </Button>
        {!failure && (
          <Button className="danger-button" loading={busy} onClick={() => void run()}>
            {t('card.delete')}
          </Button>
        )}
      </div>
    </Modal>
  );
}
