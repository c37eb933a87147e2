// The person: who, language, appearance, log out.
import { Menu, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Icon } from '@/components/icon';
import { error_text } from '@/lib/error-text';
import { initials_of } from '@/lib/format';
import { languages, use_words } from '@/lib/i18n';
import { choose_language, end_session, session_now } from '@/lib/session/session-store';
import { role_label } from '@/lib/session/rights';
import { show_toast } from '@/lib/toast';

const schemes = ['light', 'dark', 'auto'] as const;

function tell(error: unknown) {
  show_toast({ tone: 'error', text: error_text(error) });
}

export function UserMenu() {
  const { t, language } = use_words();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { person, company } = session_now();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const tick = (shown: boolean) => (shown ? <Icon name="check" size={16} /> : null);
  return (
    <Menu width={240}>
      <Menu.Target>
        <button
          type="button"
          className="avatar avatar-button"
          aria-label={t('user.menu', { name: person.name })}
          data-initials={initials_of(person.name)}
        />
      </Menu.Target>
      <Menu.Dropdown>
        <div className="user-menu-head">
          <strong>{person.name}</strong>
          <span className="muted">{person.email}</span>
          {company && <span className="muted">{role_label(company, t)}</span>}
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon name="person" size={16} />}
          onClick={() => void navigate({ to: '/profile' })}
        >
          {t('user.profile')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('user.language')}</Menu.Label>
        {languages.map(({ value, name }) => (
          <Menu.Item
            key={value}
            lang={value}
            rightSection={tick(value === language)}
            aria-current={value === language}
            onClick={() => void choose_language(value).catch(tell)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Label>{t('user.theme')}</Menu.Label>
        {schemes.map((scheme) => (
          <Menu.Item
            key={scheme}
            rightSection={tick(scheme === colorScheme)}
            aria-current={scheme === colorScheme}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`user.theme_${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon name="log_out" size={16} />}
          onClick={() => void end_session(queries).catch(tell)}
        >
          {t('user.log_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
