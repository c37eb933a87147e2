// Invite users: whom, at which address, as what, with which words.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { EmptyState } from '@/components/empty-state';
import { Failure } from '@/components/failure';
import { Icon } from '@/components/icon';
import { ApiError } from '@/lib/api/client';
import {
  administration_key,
  invite,
  type AdministeredPerson,
  type Invitation,
  type OnlineLicence,
  type RoleChoice,
} from '@/lib/administration/people';
import { format_moment } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { PersonPicker, use_invitable } from './person-picker';
import { RoleSelect } from './role-select';

const route = getRouteApi('/settings/accounts');
const most_message_characters = 1000;
const usual_role = 'member';

// What was refused, by field; '' for what concerns none.
function problems_of(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return { '': String(error) };
  const known = ['record_id', 'email', 'role', 'message'];
  const problems = error.problems.filter((problem) => known.includes(problem.field));
  if (problems.length === 0) return { '': error.message };
  return Object.fromEntries(problems.map((problem) => [problem.field, problem.message]));
}

export interface InviteTabProps {
  roles: RoleChoice[];
  licence: OnlineLicence | undefined;
}

export function InviteTab({ roles, licence }: InviteTabProps) {
  const { t } = use_words();
  const everybody = use_invitable('');
  const [sent, set_sent] = useState<Invitation[]>([]);
  if (everybody.isError && !everybody.data) {
    return (
      <Failure
        title={t('administration.failed')}
        error={everybody.error}
        on_retry={() => void everybody.refetch()}
      />
    );
  }
  if (!everybody.data) return null;
  return (
    <div className="invite">
      <SentLines sent={sent} />
      {everybody.data.total === 0 ? (
        <EmptyState
          icon="check"
          title={t('administration.nobody_left')}
          lead={t('administration.nobody_left_lead')}
        />
      ) : licence?.left === 0 ? (
        <EmptyState
          icon="lock"
          title={t('administration.no_seats')}
          lead={t('administration.no_seats_lead')}
        />
      ) : (
        <InviteForm
          key={sent.length}
          roles={roles}
          on_sent={(invitation) => set_sent([invitation, ...sent])}
        />
      )}
    </div>
  );
}

function SentLines({ sent }: { sent: Invitation[] }) {
  const { t, language } = use_words();
  return (
    <div role="status">
      <ul className="sent">
        {sent.map((invitation) => (
          <li key={`${invitation.id} ${invitation.sent_at}`}>
            <Icon name="check" size={16} />
            <span>
              {t('administration.sent', {
                name: invitation.name,
                email: invitation.email,
                at: format_moment(invitation.valid_until, language),
              })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

// Whom a row of the list was about, when one came from there.
function use_wanted_person(): AdministeredPerson | undefined {
  const { person: key, q } = route.useSearch();
  const { data } = use_invitable(q ?? '');
  return key ? data?.people.find((person) => person.key === key) : undefined;
}

interface InviteFormProps {
  roles: RoleChoice[];
  on_sent: (invitation: Invitation) => void;
}

function InviteForm({ roles, on_sent }: InviteFormProps) {
  const { t } = use_words();
  const queries = useQueryClient();
  const wanted = use_wanted_person();
  const [person, set_person] = useState<AdministeredPerson | null>(null);
  const [email, set_email] = useState('');
  const [role, set_role] = useState(usual_role);
  const [message, set_message] = useState('');
  const [problems, set_problems] = useState<Record<string, string>>({});
  const [busy, set_busy] = useState(false);

  const choose = (chosen: AdministeredPerson | null) => {
    set_person(chosen);
    set_email(chosen?.email ?? '');
    set_problems({});
  };
  const wanted_key = wanted?.key;
  useEffect(() => {
    if (wanted) choose(wanted);
    // Once for each that is asked for: what is written after that stays.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted_key]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!person?.record_type || !person.record_id) {
      return set_problems({ record_id: t('administration.choose_first') });
    }
    if (!email.trim()) return set_problems({ email: t('administration.email_missing') });
    set_busy(true);
    set_problems({});
    try {
      const invitation = await invite({
        record_type: person.record_type,
        record_id: person.record_id,
        email: email.trim(),
        role,
        message: message.trim() || null,
      });
      void queries.invalidateQueries({ queryKey: administration_key });
      on_sent(invitation);
    } catch (error) {
      set_problems(problems_of(error));
      set_busy(false);
    }
  };

  return (
    <form className="invite-form" onSubmit={(event) => void submit(event)} noValidate>
      <p className="muted">{t('administration.invite_lead')}</p>
      <div className="invite-fields">
        <PersonPicker value={person} on_value={choose} error={problems.record_id} />
        <div className="form-field">
          <label htmlFor="email">{t('administration.email')}</label>
          <input
            id="email"
            className="input"
            type="email"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={email}
            onChange={(event) => set_email(event.currentTarget.value)}
            aria-invalid={problems.email !== undefined}
            aria-describedby="email-hint"
          />
          <p id="email-hint" className="form-hint">
            {t(
              person && !person.email
                ? 'administration.no_email_known'
                : 'administration.email_hint',
            )}
          </p>
          {problems.email && (
            <p className="field-problem" role="alert">
              {problems.email}
            </p>
          )}
        </div>
        <RoleSelect roles={roles} value={role} on_value={set_role} error={problems.role} />
        <div className="form-field invite-message">
          <label htmlFor="message">{t('administration.message')}</label>
          <textarea
            id="message"
            className="input"
            rows={4}
            maxLength={most_message_characters}
            value={message}
            onChange={(event) => set_message(event.currentTarget.value)}
            placeholder={t('administration.message_example')}
          />
          {problems.message && (
            <p className="field-problem" role="alert">
              {problems.message}
            </p>
          )}
        </div>
      </div>
      {problems[''] && (
        <p className="field-problem" role="alert">
          {problems['']}
        </p>
      )}
      <Button type="submit" loading={busy} leftSection={<Icon name="mail" size={16} />}>
        {t('administration.send')}
      </Button>
    </form>
  );
}
