// The frame of every page: bar at the top, areas at the left (on a phone at the foot), and what
// watches in the background: live events, the idle time, the keyboard.
import { Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { UnconfirmedLine } from '@/features/recovery/unconfirmed-line';
import { use_words } from '@/lib/i18n';
import { use_live } from '@/lib/live/use-live';
import { session_now } from '@/lib/session/session-store';
import { CommandPalette } from './command-palette';
import { IdleWatch } from './idle-watch';
import { use_override_toast } from './override-toast';
import { Rail } from './rail';
import { SyncAlarm } from './sync-dot';
import { TopBar } from './top-bar';
import { use_global_keys } from './use-global-keys';
import './shell.css';

export function Shell() {
  const { t } = use_words();
  const [searching, set_searching] = useState(false);
  use_live(session_now().person.name, use_override_toast());
  use_global_keys(() => set_searching(true));
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <TopBar on_search={() => set_searching(true)} />
      <SyncAlarm />
      <UnconfirmedLine />
      <div className="shell-body">
        <Rail />
        <main id="content" className="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <CommandPalette opened={searching} on_close={() => set_searching(false)} />
      <IdleWatch />
    </div>
  );
}
