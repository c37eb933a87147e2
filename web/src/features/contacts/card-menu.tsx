// What is done to a contact as a whole: inactive, deleted.
import { Button, Menu, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Icon } from '@/components/icon';
import type { TuskRecord } from '@/lib/api/types';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { keys, take_record_away } from '@/lib/records/cache';
import { delete_record } from '@/lib/records/delete-record';
import { save_fields } from '@/lib/records/save';
import { show_toast } from '@/lib/toast';

export interface CardMenuProps {
  record: TuskRecord;
  on_gone: () => void;
}

export function CardMenu({ record, on_gone }: CardMenuProps) {
  const { t } = use_words();
  const queries = useQueryClient();
  const [asking, set_asking] = useState(false);
  const name = String(record.fields.name ?? '');
  const active = record.fields.active !== false;

  const set_active = async (next: boolean) => {
    const saved = await save_fields(queries, record, { active: next });
    if (!saved) return;
    await queries.invalidateQueries({ queryKey: keys.list('contact') });
    show_toast({
      text: t(next ? 'card.activated' : 'card.deactivated', { name }),
      action: {
        label: t('common.undo'),
        run: () =>
          void save_fields(queries, saved, { active: !next }).then(() =>
            queries.invalidateQueries({ queryKey: keys.list('contact') }),
          ),
      },
    });
  };
  return (
    <>
      <Menu>
        <Menu.Target>
          <button
            type="button"
            className="ghost square"
            aria-label={t('common.more')}
            title={t('common.more')}
          >
            <Icon name="more" size={18} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<Icon name={active ? 'pause' : 'check'} size={16} />}
            onClick={() => void set_active(!active)}
          >
            {t(active ? 'card.deactivate' : 'card.activate')}
          </Menu.Item>
          <Menu.Item
            className="danger"
            leftSection={<Icon name="trash" size={16} />}
            onClick={() => set_asking(true)}
          >
            {t('card.delete')} …
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteDialogue
        opened={asking}
        record={record}
        on_close={() => set_asking(false)}
        on_deactivate={active ? () => void set_active(false) : undefined}
        on_gone={on_gone}
      />
    </>
  );
}

interface DeleteDialogueProps {
  opened: boolean;
  record: TuskRecord;
  on_close: () => void;
  on_deactivate: (() => void) | undefined;
  on_gone: () => void;
}

// Asked, since it can't be undone: the number and what belongs to the contact are gone.
function DeleteDialogue(props: DeleteDialogueProps) {
  const { opened, record, on_close, on_deactivate, on_gone } = props;
  const { t } = use_words();
  const queries = useQueryClient();
  const [busy, set_busy] = useState(false);
  const [refusal, set_refusal] = useState('');
  const name = String(record.fields.name ?? '');
  const close = () => {
    set_refusal('');
    on_close();
  };
  const remove = async () => {
    set_busy(true);
    try {
      await delete_record(record.type, record.id);
      close();
      on_gone();
      take_record_away(queries, record.type, record.id);
      queries.removeQueries({ queryKey: keys.one(record.type, record.id) });
      show_toast({ text: t('card.deleted', { name }) });
    } catch (error) {
      set_refusal(error_text(error));
    } finally {
      set_busy(false);
    }
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={refusal ? t('card.delete_refused', { name }) : t('card.delete_title', { name })}
      size={440}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p role="status">{refusal || t('card.delete_text')}</p>
      <div className="dialogue-buttons">
        {on_deactivate && (
          <Button
            variant="default"
            onClick={() => {
              close();
              on_deactivate();
            }}
          >
            {t('card.deactivate_instead')}
          </Button>
        )}
        {refusal ? (
          <Button data-autofocus onClick={close}>
            {t('common.close')}
          </Button>
        ) : (
          <Button className="danger-button" loading={busy} onClick={() => void remove()}>
            {t('card.delete')}
          </Button>
        )}
      </div>
    </Modal>
  );
}
