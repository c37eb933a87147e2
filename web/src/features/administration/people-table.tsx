// One row for each: who, what they have, and what can be done about it.
import { Icon } from '@/components/icon';
import type { AdministeredPerson, RoleChoice } from '@/lib/administration/people';
import { format_moment, format_when, initials_of } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { PersonActions } from './person-actions';
import { use_role_words } from './roles';

export interface PeopleTableProps {
  people: AdministeredPerson[];
  roles: RoleChoice[];
}

export function PeopleTable({ people, roles }: PeopleTableProps) {
  const { t } = use_words();
  return (
    <div className="people" role="table" aria-label={t('administration.tab_users')}>
      <div className="people-head" role="row">
        <span role="columnheader">{t('administration.name')}</span>
        <span role="columnheader" className="p-user">
          {t('administration.user_name')}
        </span>
        <span role="columnheader" className="p-email">
          {t('administration.email')}
        </span>
        <span role="columnheader">{t('administration.status')}</span>
        <span role="columnheader" className="p-role">
          {t('administration.role')}
        </span>
        <span role="columnheader" className="p-last">
          {t('administration.last_log_in')}
        </span>
        <span role="columnheader">
          <span className="hidden-text">{t('administration.action')}</span>
        </span>
      </div>
      {people.map((person) => (
        <Row key={person.key} person={person} roles={roles} />
      ))}
    </div>
  );
}

function Row({ person, roles }: { person: AdministeredPerson; roles: RoleChoice[] }) {
  const { t, language } = use_words();
  const { name } = use_role_words();
  return (
    <div
      className="person-row"
      role="row"
      data-inactive={person.status === 'inactive' || undefined}
    >
      <span role="cell" className="p-name">
        <span className="avatar" aria-hidden="true">
          {initials_of(person.name)}
        </span>
        <span className="p-names">
          <span className="p-full-name">
            {person.name}
            {person.own && <span className="muted"> {t('administration.you')}</span>}
          </span>
          <span className="p-under muted">{person.email ?? t('administration.no_email')}</span>
          <Remark person={person} />
        </span>
      </span>
      <span role="cell" className="p-user muted">
        {person.user_name ?? '–'}
      </span>
      <span role="cell" className="p-email muted" title={person.email ?? undefined}>
        {person.email ?? '–'}
      </span>
      <span role="cell" className="p-status">
        <Status person={person} />
      </span>
      <span role="cell" className="p-role muted">
        {person.role ? name(person.role, roles) : '–'}
      </span>
      <span role="cell" className="p-last muted tabular">
        {person.last_log_in ? (
          <time dateTime={person.last_log_in} title={format_moment(person.last_log_in, language)}>
            {format_when(person.last_log_in, language)}
          </time>
        ) : (
          '–'
        )}
      </span>
      <span role="cell" className="p-action">
        <PersonActions person={person} roles={roles} />
      </span>
    </div>
  );
}

function Status({ person }: { person: AdministeredPerson }) {
  const { t, language } = use_words();
  const until = person.invited_until;
  return (
    <>
      <span className="status-chip" data-status={person.status}>
        {t(`administration.status_${person.status}`)}
      </span>
      {until && person.status === 'invited' && (
        <span className="p-date muted tabular" title={format_moment(until, language)}>
          {t('administration.until', { at: format_when(until, language) })}
        </span>
      )}
      {until && person.status === 'expired' && (
        <span className="p-date muted tabular" title={format_moment(until, language)}>
          {format_when(until, language)}
        </span>
      )}
    </>
  );
}

// What is odd about somebody: has access, and the office does not say that they should.
function Remark({ person }: { person: AdministeredPerson }) {
  const { t } = use_words();
  if (person.office === 'active' || person.status === 'inactive') return null;
  const last = person.status === 'active' && person.office !== 'unknown';
  return (
    <span className="p-remark" data-tone={last ? 'warning' : undefined}>
      {last && <Icon name="warning" size={14} />}
      {t(last ? `administration.left_${person.office}` : `administration.office_${person.office}`)}
    </span>
  );
}
