// A field that is kept at the office: its value, and a lock that says so.
import { Icon } from '@/components/icon';
import type { TuskRecord } from '@/lib/api/types';
import { use_words } from '@/lib/i18n';
import { get_type, type Field } from '@/lib/records/registry';
import { use_value_text } from '@/lib/records/value-text';

export interface ReadOnlyValueProps {
  record: TuskRecord;
  field: Field;
  labelled_by: string;
}

export function ReadOnlyValue({ record, field, labelled_by }: ReadOnlyValueProps) {
  const { t } = use_words();
  const text = use_value_text()(field, record.fields[field.name]);
  // In a register that is kept at the office as a whole, the page says it once.
  const locked = get_type(record.type).writable_online && !field.writable_online;
  return (
    <div className="field-value" aria-labelledby={labelled_by} role="group">
      <span className={text ? undefined : 'muted'}>{text || '–'}</span>
      {locked && (
        <span className="field-lock" title={t('common.from_office')}>
          <Icon name="lock" size={14} />
          <span className="hidden-text">{t('common.from_office')}</span>
        </span>
      )}
    </div>
  );
}
