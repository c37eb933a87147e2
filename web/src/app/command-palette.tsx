// Ctrl+K: find a contact or do something, without the mouse.
import { Modal, useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type KeyboardEvent } from 'react';
import { Icon, type IconName } from '@/components/icon';
import { use_words } from '@/lib/i18n';
import { list_records } from '@/lib/records/list-records';
import { may_read, may_write } from '@/lib/session/rights';

const most_found = 8;
const typing_ms = 80;

interface Entry {
  key: string;
  icon: IconName;
  text: string;
  detail?: string;
  run: () => void;
}

export interface CommandPaletteProps {
  opened: boolean;
  on_close: () => void;
}

export function CommandPalette({ opened, on_close }: CommandPaletteProps) {
  const { t } = use_words();
  return (
    <Modal
      opened={opened}
      onClose={on_close}
      withCloseButton={false}
      size={600}
      padding={0}
      yOffset="12vh"
      centered={false}
      attributes={{ content: { 'aria-label': t('search.open') } }}
    >
      <Palette on_close={on_close} />
    </Modal>
  );
}

function use_commands(): Entry[] {
  const { t } = use_words();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const go = (area: string) => t('search.go', { area });
  const commands: (Entry | false)[] = [
    may_write('contact') && {
      key: 'new',
      icon: 'plus',
      text: t('search.new_contact'),
      run: () => void navigate({ to: '/contacts/new' }),
    },
    may_read('contact') && {
      key: 'contacts',
      icon: 'contacts',
      text: go(t('nav.contacts')),
      run: () => void navigate({ to: '/contacts' }),
    },
    may_read('contact_person') && {
      key: 'persons',
      icon: 'persons',
      text: go(t('nav.contact_persons')),
      run: () => void navigate({ to: '/contact-persons' }),
    },
    {
      key: 'registers',
      icon: 'registers',
      text: go(t('nav.registers')),
      run: () => void navigate({ to: '/registers' }),
    },
    {
      key: 'sync',
      icon: 'sync',
      text: go(t('nav.synchronisation')),
      run: () => void navigate({ to: '/synchronisation' }),
    },
    {
      key: 'theme',
      icon: 'sun',
      text: t('search.theme'),
      run: () => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark'),
    },
  ];
  return commands.filter((entry) => entry !== false);
}

function use_found_contacts(q: string): Entry[] {
  const navigate = useNavigate();
  const [asked] = useDebouncedValue(q, typing_ms);
  const { data } = useQuery({
    queryKey: ['records', 'contact', 'found', asked],
    queryFn: ({ signal }) =>
      list_records({ type: 'contact', q: asked, sort: 'name', limit: most_found, signal }),
    enabled: asked !== '' && may_read('contact'),
    placeholderData: keepPreviousData,
  });
  if (q === '') return [];
  return (data?.records ?? []).map((record) => ({
    key: String(record.id),
    icon: 'contacts',
    text: String(record.fields.name ?? ''),
    detail: [record.fields.city, record.fields.phone].filter(Boolean).join(' · '),
    run: () => void navigate({ to: '/contacts/$id', params: { id: String(record.id) } }),
  }));
}

function Palette({ on_close }: { on_close: () => void }) {
  const { t, language } = use_words();
  const [text, set_text] = useState('');
  const [chosen, set_chosen] = useState(0);
  const q = text.trim();
  const words = q.toLocaleLowerCase(language);
  const found = use_found_contacts(q);
  const commands = use_commands().filter((entry) =>
    entry.text.toLocaleLowerCase(language).includes(words),
  );
  const entries = [...found, ...commands];

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    on_close();
    entry.run();
  };
  const on_key = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = (chosen + step + entries.length) % Math.max(1, entries.length);
      set_chosen(next);
      document.getElementById(`palette-${next}`)?.scrollIntoView({ block: 'nearest' });
    }
    if (event.key === 'Enter') run(entries[chosen]);
  };
  const draw = (entry: Entry, index: number) => (
    <li
      key={entry.key}
      id={`palette-${index}`}
      role="option"
      aria-selected={index === chosen}
      className="palette-entry"
      onMouseMove={() => set_chosen(index)}
      onClick={() => run(entry)}
    >
      <Icon name={entry.icon} />
      <span className="palette-text">{entry.text}</span>
      {entry.detail && <span className="muted">{entry.detail}</span>}
    </li>
  );

  return (
    <div className="palette">
      <div className="palette-input">
        <Icon name="search" />
        <input
          data-autofocus
          type="text"
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={entries.length > 0 ? `palette-${chosen}` : undefined}
          aria-label={t('search.placeholder')}
          placeholder={t('search.placeholder')}
          value={text}
          maxLength={200}
          onChange={(event) => {
            set_text(event.currentTarget.value);
            set_chosen(0);
          }}
          onKeyDown={on_key}
        />
      </div>
      <ul id="palette-list" role="listbox" aria-label={t('search.open')}>
        {found.length > 0 && <li role="presentation">{t('search.contacts')}</li>}
        {found.map(draw)}
        {commands.length > 0 && <li role="presentation">{t('search.commands')}</li>}
        {commands.map((entry, index) => draw(entry, found.length + index))}
        {entries.length === 0 && (
          <li role="presentation" className="palette-nothing">
            {t('search.nothing', { q })}
          </li>
        )}
      </ul>
    </div>
  );
}
