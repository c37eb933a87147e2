// What roles are called. The company's own have the name they were given.
import type { RoleChoice } from '@/lib/administration/people';
import { use_words } from '@/lib/i18n';
import { find_common_role } from '@/lib/session/rights';

export function use_role_words() {
  const { t } = use_words();
  const name = (id: string, roles: RoleChoice[]) => {
    const known = find_common_role(id);
    if (known) return t(`roles.${known}`);
    return roles.find((role) => role.id === id)?.name ?? t('administration.role_own');
  };
  const meaning = (id: string) => {
    const known = find_common_role(id);
    return known ? t(`administration.role_${known}_means`) : t('administration.role_own_means');
  };
  // For a drop-down: those that this person may give.
  const options = (roles: RoleChoice[]) =>
    roles
      .filter((role) => role.can_give)
      .map((role) => ({ value: role.id, label: name(role.id, roles) }));
  return { name, meaning, options };
}
