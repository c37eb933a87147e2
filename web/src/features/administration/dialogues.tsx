// Before something is done to the access of a person who has it.
import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import {
  administration_key,
  change_access,
  take_access,
  type AdministeredPerson,
  type RoleChoice,
} from '@/lib/administration/people';
import { use_words } from '@/lib/i18n';
import { show_toast } from '@/lib/toast';
import { RoleSelect } from './role-select';
import { use_role_words } from './roles';

interface FrameProps {
  title: string;
  action: string;
  danger?: boolean;
  run: () => Promise<string>; // what is said afterwards
  on_close: () => void;
  children: ReactNode;
}

function Frame({ title, action, danger, run, on_close, children }: FrameProps) {
  const { t } = use_words();
  const queries = useQueryClient();
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState('');
  const submit = async () => {
    set_busy(true);
    set_failure('');
    try {
      show_toast({ text: await run() });
      await queries.invalidateQueries({ queryKey: administration_key });
      on_close();
    } catch (error) {
      set_failure(error instanceof Error ? error.message : String(error));
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

export interface RoleDialogueProps {
  person: AdministeredPerson;
  roles: RoleChoice[];
  on_close: () => void;
}

export function RoleDialogue({ person, roles, on_close }: RoleDialogueProps) {
  const { t } = use_words();
  const { name } = use_role_words();
  const [role, set_role] = useState(person.role ?? 'member');
  return (
    <Frame
      title={t('administration.role_of', { name: person.name })}
      action={t('administration.change_role')}
      on_close={on_close}
      run={async () => {
        await change_access(person.person_id ?? '', role);
        return t('administration.role_changed', { name: person.name, role: name(role, roles) });
      }}
    >
      <RoleSelect roles={roles} value={role} on_value={set_role} />
    </Frame>
  );
}

export interface TakeDialogueProps {
  person: AdministeredPerson;
  on_close: () => void;
}

export function TakeDialogue({ person, on_close }: TakeDialogueProps) {
  const { t } = use_words();
  return (
    <Frame
      title={t('administration.take_title', { name: person.name })}
      action={t('administration.take')}
      danger
      on_close={on_close}
      run={async () => {
        await take_access(person.person_id ?? '');
        return t('administration.taken', { name: person.name });
      }}
    >
      <p>{t('administration.take_text')}</p>
    </Frame>
  );
}
