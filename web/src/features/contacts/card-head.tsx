// The top of the card: name, number, types, and what one does most.
import { useQueryClient } from '@tanstack/react-query';
import { Icon } from '@/components/icon';
import { TitleField } from '@/components/records/title-field';
import type { TuskRecord } from '@/lib/api/types';
import { phone_link } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { get_field } from '@/lib/records/registry';
import { save_fields } from '@/lib/records/save';
import { may_write } from '@/lib/session/rights';
import { type_fields } from './columns';

export function CardHead({ record }: { record: TuskRecord }) {
  const { t } = use_words();
  const { fields } = record;
  return (
    <header className="card-title">
      <TitleField record={record} name="name" />
      <div className="card-facts">
        <span className="tabular">
          {fields.number === null
            ? t('card.no_number')
            : t('card.number', { number: fields.number })}
        </span>
        <Types record={record} />
        {fields.active === false && <span className="tag">{t('list.inactive')}</span>}
      </div>
      <QuickActions record={record} />
    </header>
  );
}

function Types({ record }: { record: TuskRecord }) {
  const { t, say } = use_words();
  const queries = useQueryClient();
  return (
    <div className="chips" role="group" aria-label={t('card.types')}>
      {type_fields.map((name) => {
        const chosen = record.fields[name] === true;
        return (
          <button
            key={name}
            type="button"
            className="chip type-chip"
            aria-pressed={chosen}
            disabled={!may_write(record.type)}
            onClick={() => void save_fields(queries, record, { [name]: !chosen })}
          >
            {say(get_field('contact', name).label)}
          </button>
        );
      })}
    </div>
  );
}

function QuickActions({ record }: { record: TuskRecord }) {
  const { t } = use_words();
  const { phone, mobile, email, address_line_1, postal_code, city, country } = record.fields;
  const number = phone ?? mobile;
  const place = [address_line_1, postal_code, city, country].filter(Boolean).join(', ');
  if (!number && !email && !place) return null;
  return (
    <div className="card-actions">
      {number && (
        <a className="quick" href={phone_link(String(number))}>
          <Icon name="phone" size={16} />
          {t('card.call')}
        </a>
      )}
      {email && (
        <a className="quick" href={`mailto:${String(email)}`}>
          <Icon name="mail" size={16} />
          {t('card.mail')}
        </a>
      )}
      {(address_line_1 || city) && (
        <a
          className="quick"
          href={`https://www.openstreetmap.org/search?query=${encodeURIComponent(place)}`}
          target="_blank"
          rel="noreferrer"
        >
          <Icon name="map" size={16} />
          {t('card.map')}
        </a>
      )}
    </div>
  );
}
