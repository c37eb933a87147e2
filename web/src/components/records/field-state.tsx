// Beside a field's label: saving, or the short tick when it is saved.
import { Icon } from '@/components/icon';
import { use_words } from '@/lib/i18n';
import type { FieldState as State } from '@/lib/records/save';

export function FieldState({ state, label }: { state: State | undefined; label: string }) {
  const { t } = use_words();
  return (
    <span className="field-state" role="status">
      {state?.kind === 'saving' && <span className="saving">{t('common.saving')}</span>}
      {state?.kind === 'saved' && (
        <span className="saved">
          <Icon name="check" size={14} />
          <span className="hidden-text">{label}: </span>
          {t('common.saved')}
        </span>
      )}
    </span>
  );
}
