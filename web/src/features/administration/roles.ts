// What roles are called. The company's own have the name they were given.
import type { RoleChoice } from '@/lib/administration/people';
import { use_words } from '@/lib/i18n';

const built_in = ['super_user', 'administrator', 'member', 'read_only'] as const;
type BuiltIn = (typeof built_in)[number];

function as_built_in(id: string): BuiltIn | undefined {
  return built_in.find((each) => each === id);
}

export function use_role_words() {
  const { t } = use_words();
  const name = (id: string, roles: RoleChoice[]) => {
    const known = as_built_in(id);
    if (known) return t(`roles.${known}`);
    return roles.find((role) => role.id === id)?.name ?? t('administration.role_own');
  };
  const meaning = (id: string) => {
    const known = as_built_in(id);
    return known ? t(`administration.role_${known}_means`) : t('administration.role_own_means');
  };
  // For a drop-down: those that this person may give.
  const options = (roles: RoleChoice[]) =>
    roles
      .filter((role) => role.can_give)
      .map((role) => ({ value: role.id, label: name(role.id, roles) }));
  return { name, meaning, options };
}
