// A new contact, in the place of the card.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { CardFrame } from '@/components/records/card-frame';
import { NewRecordForm } from '@/components/records/new-record-form';
import { use_words } from '@/lib/i18n';

const route = getRouteApi('/contacts/new');
const names = [
  'name',
  'is_customer',
  'is_supplier',
  'is_partner',
  'is_private',
  'organisation_number',
  'phone',
  'mobile',
  'email',
  'website',
  'address_line_1',
  'postal_code',
  'city',
  'our_reference',
  'status',
  'note',
];

export function NewContact() {
  const { t } = use_words();
  const search = route.useSearch();
  const navigate = useNavigate();
  const close = useCallback(
    () => void navigate({ to: '/contacts', search: { ...search, full: undefined } }),
    [navigate, search],
  );
  return (
    <CardFrame label={t('create.contact')} full={false} on_close={close}>
      <h1>{t('create.contact')}</h1>
      <NewRecordForm
        type="contact"
        names={names}
        fixed={{ active: true }}
        draft_name="new contact"
        on_created={({ id }) =>
          void navigate({ to: '/contacts/$id', params: { id: String(id) }, search, replace: true })
        }
        on_cancel={close}
      />
    </CardFrame>
  );
}
