// Before something is done to the access of a person who has it.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Question } from '@/components/question';
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

export interface RoleDialogueProps {
  person: AdministeredPerson;
  roles: RoleChoice[];
  on_close: () => void;
}

export function RoleDialogue({ person, roles, on_close }: RoleDialogueProps) {
  const { t } = use_words();
  const { name } = use_role_words();
  const queries = useQueryClient();
  const [role, set_role] = useState(person.role ?? 'member');
  return (
    <Question
      title={t('administration.role_of', { name: person.name })}
      action={t('administration.change_role')}
      on_close={on_close}
      run={async () => {
        await change_access(person.person_id ?? '', role);
        show_toast({
          text: t('administration.role_changed', { name: person.name, role: name(role, roles) }),
        });
        await queries.invalidateQueries({ queryKey: administration_key });
      }}
    >
      <RoleSelect roles={roles} value={role} on_value={set_role} />
    </Question>
  );
}

export interface TakeDialogueProps {
  person: AdministeredPerson;
  on_close: () => void;
}

export function TakeDialogue({ person, on_close }: TakeDialogueProps) {
  const { t } = use_words();
  const queries = useQueryClient();
  return (
    <Question
      title={t('administration.take_title', { name: person.name })}
      action={t('administration.take')}
      danger
      on_close={on_close}
      run={async () => {
        await take_access(person.person_id ?? '');
        show_toast({ text: t('administration.taken', { name: person.name }) });
        await queries.invalidateQueries({ queryKey: administration_key });
      }}
    >
      <p>{t('administration.take_text')}</p>
    </Question>
  );
}
