// What can be done about a person: the nearest thing as a button, the rest in a menu.
import { Button, Menu } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ButtonLink } from '@/components/button-link';
import { Icon } from '@/components/icon';
import {
  administration_key,
  resend_invitation,
  withdraw_invitation,
  type AdministeredPerson,
  type RoleChoice,
} from '@/lib/administration/people';
import { error_text } from '@/lib/error-text';
import { format_moment } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { show_toast } from '@/lib/toast';
import { RoleDialogue, TakeDialogue } from './dialogues';

export interface PersonActionsProps {
  person: AdministeredPerson;
  roles: RoleChoice[];
}

export function PersonActions({ person, roles }: PersonActionsProps) {
  if (!person.changeable) return null;
  switch (person.status) {
    case 'not_invited':
      return <InviteLink person={person} />;
    case 'invited':
    case 'expired':
      return <InvitationActions person={person} />;
    case 'active':
      return <AccessActions person={person} roles={roles} />;
    case 'inactive':
      return null;
  }
}

function InviteLink({ person }: { person: AdministeredPerson }) {
  const { t } = use_words();
  return (
    <ButtonLink
      to="/settings/accounts"
      search={{ person: person.key, q: person.name }}
      variant="default"
      aria-label={t('administration.invite_person', { name: person.name })}
    >
      {t('administration.invite')}
    </ButtonLink>
  );
}

// Runs something, shows what came of it, and has the lists fetched anew.
function use_run() {
  const queries = useQueryClient();
  const [busy, set_busy] = useState(false);
  const run = async (work: () => Promise<string>) => {
    set_busy(true);
    try {
      show_toast({ text: await work() });
    } catch (error) {
      show_toast({ tone: 'error', text: error_text(error) });
    }
    set_busy(false);
    await queries.invalidateQueries({ queryKey: administration_key });
  };
  return { busy, run };
}

function More({ name, children }: { name: string; children: React.ReactNode }) {
  const { t } = use_words();
  return (
    <Menu>
      <Menu.Target>
        <button
          type="button"
          className="ghost square"
          aria-label={t('administration.more_about', { name })}
        >
          <Icon name="more" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

function InvitationActions({ person }: { person: AdministeredPerson }) {
  const { t, language } = use_words();
  const { busy, run } = use_run();
  const id = person.invitation_id ?? '';
  const send_again = () =>
    run(async () => {
      const { name, email, valid_until } = await resend_invitation(id);
      return t('administration.sent', { name, email, at: format_moment(valid_until, language) });
    });
  const withdraw = () =>
    run(async () => {
      await withdraw_invitation(id);
      return t('administration.withdrawn', { name: person.name });
    });
  return (
    <>
      <Button
        variant="default"
        loading={busy}
        aria-label={t('administration.send_again_to', { name: person.name })}
        onClick={() => void send_again()}
      >
        {t('administration.send_again')}
      </Button>
      <More name={person.name}>
        <Menu.Item className="danger" onClick={() => void withdraw()}>
          {t('administration.withdraw')}
        </Menu.Item>
      </More>
    </>
  );
}

function AccessActions({ person, roles }: PersonActionsProps) {
  const { t } = use_words();
  const [open, set_open] = useState<'role' | 'take' | null>(null);
  const close = () => set_open(null);
  return (
    <>
      <Button
        variant="default"
        aria-label={t('administration.change_role_of', { name: person.name })}
        onClick={() => set_open('role')}
      >
        {t('administration.change_role')}
      </Button>
      <More name={person.name}>
        <Menu.Item className="danger" onClick={() => set_open('take')}>
          {t('administration.take')}
        </Menu.Item>
      </More>
      {open === 'role' && <RoleDialogue person={person} roles={roles} on_close={close} />}
      {open === 'take' && <TakeDialogue person={person} on_close={close} />}
    </>
  );
}
