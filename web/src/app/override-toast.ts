// When the office has overridden a value of this person while they look at something else.
import { useNavigate, useRouter } from '@tanstack/react-router';
import type { Conflict } from '@/lib/api/types';
import { use_words } from '@/lib/i18n';
import { find_field } from '@/lib/records/registry';
import { show_toast } from '@/lib/toast';

export function use_override_toast() {
  const { t, say } = use_words();
  const navigate = useNavigate();
  const router = useRouter();
  return (conflict: Conflict) => {
    const id = String(conflict.record_id);
    // The open card says it at the field.
    if (router.state.location.pathname.split('/').includes(id)) return;
    const field = find_field(conflict.type, conflict.field ?? '');
    show_toast({
      text: t('sync.overridden', {
        field: field ? say(field.label) : (conflict.field ?? ''),
        name: conflict.record_name ?? t('sync.nameless'),
      }),
      detail: t('sync.overridden_detail'),
      action: {
        label: t('common.show'),
        run: () =>
          conflict.type === 'contact'
            ? void navigate({ to: '/contacts/$id', params: { id } })
            : void navigate({ to: '/synchronisation' }),
      },
    });
  };
}
