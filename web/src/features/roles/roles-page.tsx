// Settings – Roles: those that every company has, and the company's own with a right for each
// register.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure } from '@/components/failure';
import { Icon } from '@/components/icon';
import { SettingsDenied } from '@/features/settings/settings-denied';
import { SettingsFrame } from '@/features/settings/settings-frame';
import { list_roles, roles_key, type OwnRole } from '@/lib/administration/roles';
import { use_words } from '@/lib/i18n';
import { find_type } from '@/lib/records/registry';
import { common_roles, may_administer } from '@/lib/session/rights';
import { DeleteRole } from './delete-role';
import { RoleForm } from './role-form';
import './roles.css';

export function RolesPage() {
  const { t } = use_words();
  const allowed = may_administer();
  const roles = useQuery({
    queryKey: roles_key,
    queryFn: ({ signal }) => list_roles(signal),
    enabled: allowed,
  });
  const [editing, set_editing] = useState<OwnRole | 'new' | null>(null);
  if (!allowed) return <SettingsDenied />;
  return (
    <SettingsFrame
      title={t('own_roles.title')}
      aside={
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => set_editing('new')}>
          {t('own_roles.new')}
        </Button>
      }
    >
      <section className="roles">
        <h2>{t('own_roles.own')}</h2>
        {roles.isError && !roles.data && (
          <Failure
            title={t('own_roles.failed')}
            error={roles.error}
            on_retry={() => void roles.refetch()}
          />
        )}
        {roles.data?.length === 0 && <p className="muted">{t('own_roles.none')}</p>}
        <ul>
          {roles.data?.map((role) => (
            <OwnRoleRow key={role.id} role={role} on_edit={() => set_editing(role)} />
          ))}
        </ul>
      </section>
      <section className="roles">
        <h2>{t('own_roles.common')}</h2>
        <ul>
          {common_roles.map((role) => (
            <li key={role} className="role">
              <div>
                <strong>{t(`roles.${role}`)}</strong>
                <span className="muted">{t(`administration.role_${role}_means`)}</span>
              </div>
            </li>
          ))}
        </ul>
      </section>
      {editing && (
        <RoleForm role={editing === 'new' ? null : editing} on_close={() => set_editing(null)} />
      )}
    </SettingsFrame>
  );
}

function OwnRoleRow({ role, on_edit }: { role: OwnRole; on_edit: () => void }) {
  const { t, say } = use_words();
  const [deleting, set_deleting] = useState(false);
  const named = (right: 'read' | 'full') =>
    role.rights
      .filter((each) => each.right === right)
      .flatMap((each) => {
        const type = find_type(each.record_type);
        if (!type) return [];
        const label = say(type.label_plural);
        return [each.own_only ? t('own_roles.own_of', { register: label }) : label];
      })
      .join(', ');
  const lines = [
    { word: 'own_roles.full_of', registers: named('full') },
    { word: 'own_roles.read_of', registers: named('read') },
  ] as const;
  return (
    <li className="role">
      <div>
        <strong>{role.name}</strong>
        {lines.map(
          ({ word, registers }) =>
            registers && (
              <span key={word} className="muted">
                {t(word, { registers })}
              </span>
            ),
        )}
        {lines.every(({ registers }) => !registers) && (
          <span className="muted">{t('own_roles.nothing')}</span>
        )}
      </div>
      <div className="role-actions">
        <Button
          variant="default"
          size="compact-sm"
          aria-label={`${t('common.edit')} ${role.name}`}
          onClick={on_edit}
        >
          {t('common.edit')}
        </Button>
        <button
          type="button"
          className="ghost square"
          title={t('card.delete')}
          aria-label={`${t('card.delete')} ${role.name}`}
          onClick={() => set_deleting(true)}
        >
          <Icon name="trash" size={16} />
        </button>
      </div>
      {deleting && <DeleteRole role={role} on_close={() => set_deleting(false)} />}
    </li>
  );
}
