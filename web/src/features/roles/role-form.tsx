// A role of the company's own: its name, and none, read or full for each register.
import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { record_types } from '@/generated/registry';
import {
  change_role,
  create_role,
  roles_key,
  type OwnRole,
  type Right,
} from '@/lib/administration/roles';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import type { RecordType } from '@/lib/records/registry';
import { show_toast } from '@/lib/toast';

// Those whose right makes a difference; the others everybody reads and nobody changes online.
const registers = Object.values(record_types).filter((type) => !type.for_everybody);

// What one can choose for a register that is kept at the office ends with reading.
function rights_of(type: RecordType): Right[] {
  return type.writable_online ? ['none', 'read', 'full'] : ['none', 'read'];
}

export function RoleForm({ role, on_close }: { role: OwnRole | null; on_close: () => void }) {
  const { t, say } = use_words();
  const queries = useQueryClient();
  const [name, set_name] = useState(role?.name ?? '');
  const [rights, set_rights] = useState<Record<string, Right>>(() =>
    Object.fromEntries((role?.rights ?? []).map((each) => [each.record_type, each.right])),
  );
  const [own_only, set_own_only] = useState<Record<string, boolean>>(() =>
    Object.fromEntries((role?.rights ?? []).map((each) => [each.record_type, !!each.own_only])),
  );
  const [failure, set_failure] = useState('');
  const [busy, set_busy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    set_busy(true);
    set_failure('');
    const change = {
      name,
      rights: Object.entries(rights).map(([record_type, right]) => ({
        record_type,
        right,
        own_only: right !== 'none' && !!own_only[record_type],
      })),
    };
    try {
      const saved = role ? await change_role(role.id, change) : await create_role(change);
      show_toast({ text: t('own_roles.saved', { name: saved.name }) });
      await queries.invalidateQueries({ queryKey: roles_key });
      on_close();
    } catch (error) {
      set_failure(error_text(error));
      set_busy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={on_close}
      title={role ? t('own_roles.edit_title', { name: role.name }) : t('own_roles.new')}
      size={520}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <label className="role-name">
          <span>{t('own_roles.name')}</span>
          <input
            className="input"
            value={name}
            data-autofocus
            placeholder={t('own_roles.name_example')}
            onChange={(event) => set_name(event.currentTarget.value)}
          />
        </label>
        <ul className="role-rights">
          {registers.map((type) => (
            <li key={type.name}>
              <span id={`right-${type.name}`}>{say(type.label_plural)}</span>
              <div
                className="right-choices"
                role="radiogroup"
                aria-labelledby={`right-${type.name}`}
              >
                {rights_of(type).map((right) => (
                  <label key={right}>
                    <input
                      type="radio"
                      name={type.name}
                      checked={(rights[type.name] ?? 'none') === right}
                      onChange={() => set_rights({ ...rights, [type.name]: right })}
                    />
                    <span>{t(`own_roles.right_${right}`)}</span>
                  </label>
                ))}
              </div>
              {type.has_owner && (rights[type.name] ?? 'none') !== 'none' && (
                <label className="own-only">
                  <input
                    type="checkbox"
                    checked={!!own_only[type.name]}
                    onChange={(event) =>
                      set_own_only({ ...own_only, [type.name]: event.currentTarget.checked })
                    }
                  />
                  <span>{t(`own_roles.own_${type.name as 'contact' | 'contact_person'}`)}</span>
                </label>
              )}
            </li>
          ))}
        </ul>
        <p className="muted role-hint">{t('own_roles.hint')}</p>
        {failure && (
          <p className="field-problem" role="alert">
            {failure}
          </p>
        )}
        <div className="dialogue-buttons">
          <Button variant="default" onClick={on_close}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('own_roles.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
