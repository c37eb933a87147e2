// Ends the session on the page when nobody works, after a warning. The machine is lib/session/idle;
// here are the clock, the input and the server.
import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { set_connection } from '@/lib/api/client';
import { now_ms } from '@/lib/clock';
import { use_words } from '@/lib/i18n';
import { get_session } from '@/lib/session/get-session';
import {
  idle_phase,
  note_input,
  note_ping,
  ping_due_in,
  start_idle,
  type IdleState,
} from '@/lib/session/idle';
import { report_activity } from '@/lib/session/report-activity';
import { end_session, session_ended, session_now } from '@/lib/session/session-store';
import { listen_to_tabs, tell_tabs } from '@/lib/session/tabs';

const inputs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

function begin(): IdleState {
  const { idle_timeout_seconds, idle_seconds_left } = session_now();
  return start_idle(now_ms(), idle_timeout_seconds, idle_seconds_left);
}

export function IdleWatch() {
  const { t } = use_words();
  const queries = useQueryClient();
  const [first] = useState(begin);
  const state = useRef<IdleState>(first);
  const [phase, set_phase] = useState(() => idle_phase(first, now_ms()));
  const warned = phase.name === 'warning';
  const stay = useRef<() => void>(() => {});

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const is_anybody_there = () => idle_phase(state.current, now_ms()).name === 'active';

    const check = () => {
      clearTimeout(timer);
      const now = now_ms();
      const current = state.current;
      const next = idle_phase(current, now);
      // While someone works nothing is drawn anew.
      set_phase((shown) => (shown.name === 'active' && next.name === 'active' ? shown : next));
      if (next.name === 'ended') return void ask_server();
      const ping_ms = ping_due_in(current, now);
      if (ping_ms === 0) ping(now);
      timer = setTimeout(check, Math.min(next.next_check_ms, ping_ms || Infinity));
    };
    const ping = (now: number) => {
      state.current = note_ping(state.current, now);
      tell_tabs('activity');
      // Without an answer the next input pings again; if the session is over, the page ends.
      report_activity().catch(() => {});
    };
    // Perhaps another tab or computer has kept the session alive.
    const ask_server = async () => {
      try {
        const { idle_timeout_seconds, idle_seconds_left } = await get_session();
        state.current = start_idle(now_ms(), idle_timeout_seconds, idle_seconds_left);
        check();
      } catch {
        session_ended(queries);
      }
    };
    const on_input = () => {
      // During the warning only its buttons count, so that one sees what one has chosen.
      if (!is_anybody_there()) return;
      state.current = note_input(state.current, now_ms());
      check();
    };
    stay.current = () => {
      state.current = note_input(state.current, now_ms());
      check();
    };

    const options = { passive: true, capture: true };
    for (const name of inputs) window.addEventListener(name, on_input, options);
    document.addEventListener('visibilitychange', check);
    const stop_listening = listen_to_tabs((message) => {
      if (message !== 'activity') return;
      const now = now_ms();
      state.current = note_ping(note_input(state.current, now), now);
      check();
    });
    set_connection({ is_anybody_there });
    check();
    return () => {
      set_connection({ is_anybody_there: () => true });
      clearTimeout(timer);
      for (const name of inputs) window.removeEventListener(name, on_input, options);
      document.removeEventListener('visibilitychange', check);
      stop_listening();
    };
  }, [queries]);

  return (
    <Modal
      opened={warned}
      onClose={() => stay.current()}
      title={t('idle.title')}
      size={420}
      withCloseButton={false}
    >
      <p className="tabular">{warned && t('idle.text', { count: phase.seconds_left })}</p>
      <div className="dialogue-buttons">
        <Button variant="default" onClick={() => void end_session(queries).catch(() => {})}>
          {t('idle.log_out')}
        </Button>
        <Button data-autofocus onClick={() => stay.current()}>
          {t('idle.stay')}
        </Button>
      </div>
    </Modal>
  );
}
