// What the logged-in person may do in the open company. The server decides; the page only does not
// show what would be refused.
import type { TFunction } from 'i18next';
import type { Company } from '@/lib/api/types';
import { session_now } from './session-store';

function right_of(type: string): 'none' | 'read' | 'full' {
  return session_now().rights.find((each) => each.record_type === type)?.right ?? 'none';
}

export function may_read(type: string): boolean {
  return right_of(type) !== 'none';
}

export function may_write(type: string): boolean {
  return right_of(type) === 'full';
}

export function may_administer(): boolean {
  const role = session_now().company?.role;
  return role === 'super_user' || role === 'administrator';
}

export function is_super_user(): boolean {
  return session_now().company?.role === 'super_user';
}

// Those that every company has; the others are its own.
export const common_roles = ['super_user', 'administrator', 'member', 'read_only'] as const;

export function find_common_role(id: string | null) {
  return common_roles.find((each) => each === id);
}

// Roles of the company's own have the name that was given them.
export function role_label(company: Pick<Company, 'role' | 'role_name'>, t: TFunction): string {
  const common = find_common_role(company.role);
  return common ? t(`roles.${common}`) : (company.role_name ?? '');
}
