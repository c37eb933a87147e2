// The company one works in, always in sight; a menu if there are several.
import { Menu } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Icon } from '@/components/icon';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { session_now, switch_company } from '@/lib/session/session-store';
import { show_toast } from '@/lib/toast';

export function CompanyMenu() {
  const { t } = use_words();
  const queries = useQueryClient();
  const { company, companies } = session_now();
  const name = company?.name ?? '';
  if (companies.length < 2) {
    return (
      <span className="company-here" title={name}>
        {name}
      </span>
    );
  }
  const choose = (id: string) => {
    if (id === company?.id) return;
    switch_company(queries, id).catch((error: unknown) =>
      show_toast({ tone: 'error', text: error_text(error) }),
    );
  };
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button
          type="button"
          className="ghost company-here"
          aria-label={`${t('company.current', { name })}. ${t('company.switch')}`}
        >
          <span>{name}</span>
          <Icon name="chevron_down" size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('company.switch')}</Menu.Label>
        {companies.map((each) => (
          <Menu.Item
            key={each.id}
            onClick={() => choose(each.id)}
            rightSection={each.id === company?.id ? <Icon name="check" size={16} /> : null}
            aria-current={each.id === company?.id}
          >
            {each.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
