// Someone else changed the same field: both values, and the choice.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Icon } from '@/components/icon';
import type { TuskRecord } from '@/lib/api/types';
import { error_text } from '@/lib/error-text';
import { use_words } from '@/lib/i18n';
import { keys } from '@/lib/records/cache';
import type { Field } from '@/lib/records/registry';
import { clear_override, edit_state_of, edit_states, save_fields } from '@/lib/records/save';
import { use_value_text } from '@/lib/records/value-text';
import { since_when } from '@/lib/sync/use-sync-status';
import { put_back } from '@/lib/sync/put-back';
import { put_record } from '@/lib/records/cache';
import { use_store } from '@/lib/store';
import { show_toast } from '@/lib/toast';

export function OverrideNotice({ record, field }: { record: TuskRecord; field: Field }) {
  const { t, language } = use_words();
  const queries = useQueryClient();
  const { type, id } = record;
  const override = use_store(
    edit_states,
    (all) => edit_state_of(all, type, id).overrides[field.name],
  );
  const text = use_value_text();
  if (!override) return null;
  const { mine, by, at, conflict_id } = override;
  const values = {
    name: by || t('card.someone'),
    theirs: text(field, override.theirs) || t('common.empty'),
    mine: text(field, mine) || t('common.empty'),
    at: since_when(at, language),
  };
  const use_mine = async () => {
    if (conflict_id === null) {
      await save_fields(queries, record, { [field.name]: mine });
      return;
    }
    try {
      put_record(queries, await put_back(conflict_id));
      clear_override(type, id, field.name);
      await queries.invalidateQueries({ queryKey: keys.sync_conflicts });
    } catch (error) {
      show_toast({ tone: 'error', text: error_text(error) });
    }
  };
  return (
    <div className="override" role="alert">
      <Icon name="warning" size={16} />
      <div>
        <p>{t(conflict_id === null ? 'card.override_here' : 'card.override_office', values)}</p>
        <div className="override-buttons">
          <Button size="compact-sm" variant="default" onClick={() => void use_mine()}>
            {t('card.use_mine')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => clear_override(type, id, field.name)}
          >
            {t('card.keep_theirs', { theirs: values.theirs })}
          </Button>
        </div>
      </div>
    </div>
  );
}
