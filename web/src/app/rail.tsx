// The areas. It can be folded to icons; on a phone it is a bar at the foot of the page.
import { useLocalStorage } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { Icon, type IconName } from '@/components/icon';
import { use_words } from '@/lib/i18n';
import { may_administer, may_read } from '@/lib/session/rights';

const areas = [
  { to: '/contacts', icon: 'contacts', word: 'nav.contacts', register: 'contact' },
  {
    to: '/contact-persons',
    icon: 'persons',
    word: 'nav.contact_persons',
    register: 'contact_person',
  },
  { to: '/registers', icon: 'registers', word: 'nav.registers', register: null },
  { to: '/synchronisation', icon: 'sync', word: 'nav.synchronisation', register: null },
  { to: '/settings', icon: 'settings', word: 'nav.settings', register: null },
] as const satisfies readonly {
  to: string;
  icon: IconName;
  word: string;
  register: string | null;
}[];

function is_shown(area: { to: string; register: string | null }): boolean {
  if (area.to === '/settings') return may_administer();
  return area.register === null || may_read(area.register);
}

export function Rail() {
  const { t } = use_words();
  const [folded, set_folded] = useLocalStorage({
    key: 'tusk-rail-folded',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  return (
    <nav className="rail" data-folded={folded} aria-label={t('app.areas')}>
      <ul>
        {areas.filter(is_shown).map(({ to, icon, word }) => (
          <li key={to}>
            <Link to={to} className="area" activeProps={{ 'aria-current': 'page' }} title={t(word)}>
              <Icon name={icon} />
              <span>{t(word)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="ghost rail-fold"
        onClick={() => set_folded(!folded)}
        aria-expanded={!folded}
      >
        <Icon name="panel_left" />
        <span className={folded ? 'hidden-text' : undefined}>
          {t(folded ? 'app.expand' : 'app.collapse')}
        </span>
      </button>
    </nav>
  );
}
