// Where one is logged in, and the browsers that are known.
import type { ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { Icon } from '@/components/icon';
import { error_text } from '@/lib/error-text';
import { format_moment } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { show_toast } from '@/lib/toast';
import {
  account_keys,
  end_other_sessions,
  end_session_of,
  forget_browser,
  list_browsers,
  list_sessions,
} from './calls';

const is_phone = (system: string) => ['iPhone', 'iPad', 'Android'].includes(system);

interface PlaceRowProps {
  place: { browser: string; system: string; is_this: boolean };
  button: ReactNode;
  children: ReactNode;
}

function PlaceRow({ place, button, children }: PlaceRowProps) {
  const { t } = use_words();
  const browser = place.browser || t('account.unknown_browser');
  return (
    <li className="profile-row">
      <Icon name={is_phone(place.system) ? 'mobile' : 'computer'} />
      <div className="profile-row-text">
        <strong>
          {place.system ? t('account.browser_on', { browser, system: place.system }) : browser}
          {place.is_this && <span className="this-one">{t('account.this_one')}</span>}
        </strong>
        <span className="muted">{children}</span>
      </div>
      <div className="profile-row-buttons">{button}</div>
    </li>
  );
}

export function SessionsSection() {
  const { t, language } = use_words();
  const queries = useQueryClient();
  const sessions = useQuery({ queryKey: account_keys.sessions, queryFn: list_sessions });
  const browsers = useQuery({ queryKey: account_keys.browsers, queryFn: list_browsers });
  const run = (work: Promise<void>, key: string[]) => {
    work
      .catch((error: unknown) => show_toast({ tone: 'error', text: error_text(error) }))
      .finally(() => void queries.invalidateQueries({ queryKey: key }));
  };
  const others = (sessions.data ?? []).filter((session) => !session.is_this);
  return (
    <>
      <section className="profile-card" aria-labelledby="profile-sessions">
        <div className="profile-head">
          <h2 id="profile-sessions">{t('account.sessions')}</h2>
          {others.length > 0 && (
            <Button
              variant="default"
              onClick={() => run(end_other_sessions(), account_keys.sessions)}
            >
              {t('account.end_others')}
            </Button>
          )}
        </div>
        <ul className="profile-list">
          {(sessions.data ?? []).map((session) => (
            <PlaceRow
              key={session.id}
              place={session}
              button={
                !session.is_this && (
                  <Button
                    variant="default"
                    onClick={() => run(end_session_of(session.id), account_keys.sessions)}
                  >
                    {t('account.end')}
                  </Button>
                )
              }
            >
              {t('account.session_line', {
                address: session.address,
                since: format_moment(session.since, language),
                last: format_moment(session.last_activity, language),
              })}
            </PlaceRow>
          ))}
        </ul>
      </section>
      <section className="profile-card" aria-labelledby="profile-browsers">
        <h2 id="profile-browsers">{t('account.browsers')}</h2>
        <p className="muted">{t('account.browsers_lead')}</p>
        <ul className="profile-list">
          {(browsers.data ?? []).map((browser) => (
            <PlaceRow
              key={browser.id}
              place={browser}
              button={
                <Button
                  variant="default"
                  onClick={() => run(forget_browser(browser.id), account_keys.browsers)}
                >
                  {t('account.forget')}
                </Button>
              }
            >
              {t('account.browser_line', { last: format_moment(browser.used_at, language) })}
            </PlaceRow>
          ))}
        </ul>
      </section>
    </>
  );
}
