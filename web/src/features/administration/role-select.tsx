// A role is chosen; what it means stands below.
import { Select } from '@mantine/core';
import type { RoleChoice } from '@/lib/administration/people';
import { use_words } from '@/lib/i18n';
import { use_role_words } from './roles';
import '@/components/records/record-field.css';

export interface RoleSelectProps {
  roles: RoleChoice[];
  value: string;
  on_value: (role: string) => void;
  error?: string;
}

export function RoleSelect({ roles, value, on_value, error }: RoleSelectProps) {
  const { t } = use_words();
  const { options, meaning } = use_role_words();
  return (
    <div className="form-field">
      <label htmlFor="role">{t('administration.role')}</label>
      <Select
        id="role"
        data={options(roles)}
        value={value}
        onChange={(chosen) => chosen && on_value(chosen)}
        allowDeselect={false}
        aria-describedby="role-means"
        classNames={{ input: 'input', dropdown: 'choices' }}
      />
      <p id="role-means" className="form-hint">
        {meaning(value)}
      </p>
      {error && (
        <p className="field-problem" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
