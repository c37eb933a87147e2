// Where a contact is, and where deliveries go: the second only when there is one, or when asked for.
import { useState } from 'react';
import { Icon } from '@/components/icon';
import { Section } from '@/components/records/card-frame';
import { RecordField } from '@/components/records/record-field';
import type { TuskRecord } from '@/lib/api/types';
import { use_words } from '@/lib/i18n';
import { get_field } from '@/lib/records/registry';

const lines = ['address_line_1', 'address_line_2', 'postal_code', 'city', 'country'];

export function Addresses({ record }: { record: TuskRecord }) {
  const { t, say } = use_words();
  const [asked, set_asked] = useState(false);
  const shown = asked || lines.some((line) => record.fields[`delivery_${line}`] !== null);
  const block = (prefix: string, title: string) => (
    <fieldset className="address">
      <legend className={shown ? undefined : 'hidden-text'}>{title}</legend>
      <div className="fields">
        {lines.map((line) => (
          <RecordField
            key={line}
            record={record}
            name={prefix + line}
            // The legend says which address it is.
            label={say(get_field('contact', line).label)}
            wide={line.startsWith('address')}
          />
        ))}
      </div>
    </fieldset>
  );
  return (
    <Section
      title={t('card.addresses')}
      action={
        !shown && (
          <button type="button" className="ghost" onClick={() => set_asked(true)}>
            <Icon name="plus" size={14} />
            {t('card.delivery')}
          </button>
        )
      }
    >
      <div className="addresses">
        {block('', t('card.visiting'))}
        {shown && block('delivery_', t('card.delivery'))}
      </div>
    </Section>
  );
}
