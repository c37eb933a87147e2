// The record types as the online side knows them. Written by `tools/dev generate` from src/core/types.

export type FieldKind =
  | 'text' | 'long_text' | 'note' | 'email' | 'phone' | 'url' | 'integer' | 'money' | 'percent'
  | 'boolean' | 'date' | 'timestamp' | 'choice' | 'country' | 'language' | 'currency' | 'reference';

export interface Label {
  sv: string;
  en: string;
}

export interface Field {
  name: string;
  kind: FieldKind;
  label: Label;
  max_length?: number;
  required?: boolean;
  searchable?: boolean;
  reference?: string;
  reference_filter?: string;
  choices?: { value: string; label: Label }[];
  writable_online: boolean;
  group: string;
}

export interface RecordType {
  name: string;
  label: Label;
  label_plural: Label;
  writable_online: boolean;
  for_everybody: boolean; // to read, whatever one's role
  has_owner: boolean; // a role can be limited to one's own
  title_field: string;
  groups: { name: string; label: Label }[];
  fields: Field[];
}

export const record_types: Record<string, RecordType> = {
  company: {
    name: 'company',
    label: { sv: 'Företag', en: 'Company' },
    label_plural: { sv: 'Företagsinformation', en: 'Company information' },
    writable_online: false,
    for_everybody: true,
    has_owner: false,
    title_field: 'name',
    groups: [
      { name: 'main', label: { sv: 'Information', en: 'Information' } },
      { name: 'address', label: { sv: 'Adress', en: 'Address' } },
    ],
    fields: [
      { name: 'name', kind: 'text', label: { sv: 'Namn', en: 'Name' }, max_length: 200, required: true, writable_online: false, group: 'main' },
      { name: 'organisation_number', kind: 'text', label: { sv: 'Organisationsnummer', en: 'Organisation number' }, max_length: 40, writable_online: false, group: 'main' },
      { name: 'address_line_1', kind: 'text', label: { sv: 'Adress', en: 'Address' }, max_length: 200, writable_online: false, group: 'address' },
      { name: 'address_line_2', kind: 'text', label: { sv: 'Adress, rad 2', en: 'Address, line 2' }, max_length: 200, writable_online: false, group: 'address' },
      { name: 'postal_code', kind: 'text', label: { sv: 'Postnummer', en: 'Postal code' }, max_length: 20, writable_online: false, group: 'address' },
      { name: 'city', kind: 'text', label: { sv: 'Ort', en: 'City' }, max_length: 100, writable_online: false, group: 'address' },
      { name: 'country', kind: 'country', label: { sv: 'Land', en: 'Country' }, writable_online: false, group: 'address' },
      { name: 'phone', kind: 'phone', label: { sv: 'Telefon', en: 'Telephone' }, max_length: 40, writable_online: false, group: 'main' },
      { name: 'email', kind: 'email', label: { sv: 'E-post', en: 'E-mail' }, max_length: 254, writable_online: false, group: 'main' },
      { name: 'website', kind: 'url', label: { sv: 'Webbplats', en: 'Website' }, max_length: 500, writable_online: false, group: 'main' },
      { name: 'managing_director', kind: 'text', label: { sv: 'Verkställande direktör', en: 'Managing director' }, max_length: 200, writable_online: false, group: 'main' },
      { name: 'language', kind: 'language', label: { sv: 'Språk', en: 'Language' }, writable_online: false, group: 'main' },
      { name: 'currency', kind: 'currency', label: { sv: 'Valuta', en: 'Currency' }, writable_online: false, group: 'main' },
      { name: 'vat_number', kind: 'text', label: { sv: 'Momsregistreringsnummer', en: 'VAT number' }, max_length: 40, writable_online: false, group: 'main' },
    ],
  },
  department: {
    name: 'department',
    label: { sv: 'Avdelning', en: 'Department' },
    label_plural: { sv: 'Avdelningar', en: 'Departments' },
    writable_online: false,
    for_everybody: true,
    has_owner: false,
    title_field: 'name',
    groups: [
      { name: 'main', label: { sv: 'Information', en: 'Information' } },
    ],
    fields: [
      { name: 'name', kind: 'text', label: { sv: 'Namn', en: 'Name' }, max_length: 100, required: true, searchable: true, writable_online: false, group: 'main' },
      { name: 'code', kind: 'text', label: { sv: 'Kod', en: 'Code' }, max_length: 20, searchable: true, writable_online: false, group: 'main' },
      { name: 'active', kind: 'boolean', label: { sv: 'Aktiv', en: 'Active' }, required: true, writable_online: false, group: 'main' },
    ],
  },
  property: {
    name: 'property',
    label: { sv: 'Standardvärde', en: 'Property' },
    label_plural: { sv: 'Standardregister', en: 'Properties register' },
    writable_online: false,
    for_everybody: true,
    has_owner: false,
    title_field: 'name',
    groups: [
      { name: 'main', label: { sv: 'Information', en: 'Information' } },
    ],
    fields: [
      { name: 'kind', kind: 'choice', label: { sv: 'Register', en: 'Register' }, required: true, choices: [{ value: 'contact_status', label: { sv: 'Kontaktstatus', en: 'Contact status' } }, { value: 'contact_category', label: { sv: 'Kontaktkategori', en: 'Contact category' } }, { value: 'line_of_business', label: { sv: 'Bransch', en: 'Line of business' } }, { value: 'contact_group', label: { sv: 'Kontaktgrupp', en: 'Contact group' } }, { value: 'payment_terms', label: { sv: 'Betalningsvillkor', en: 'Payment terms' } }, { value: 'person_role', label: { sv: 'Befattning', en: 'Position' } }], writable_online: false, group: 'main' },
      { name: 'name', kind: 'text', label: { sv: 'Namn', en: 'Name' }, max_length: 100, required: true, searchable: true, writable_online: false, group: 'main' },
      { name: 'name_english', kind: 'text', label: { sv: 'Namn på engelska', en: 'Name in English' }, max_length: 100, writable_online: false, group: 'main' },
      { name: 'sort_order', kind: 'integer', label: { sv: 'Ordning', en: 'Order' }, writable_online: false, group: 'main' },
      { name: 'active', kind: 'boolean', label: { sv: 'Aktiv', en: 'Active' }, required: true, writable_online: false, group: 'main' },
    ],
  },
  employee: {
    name: 'employee',
    label: { sv: 'Anställd', en: 'Employee' },
    label_plural: { sv: 'Personalregister', en: 'Employee register' },
    writable_online: false,
    for_everybody: false,
    has_owner: false,
    title_field: 'name',
    groups: [
      { name: 'main', label: { sv: 'Information', en: 'Information' } },
    ],
    fields: [
      { name: 'number', kind: 'integer', label: { sv: 'Nummer', en: 'Number' }, writable_online: false, group: 'main' },
      { name: 'first_name', kind: 'text', label: { sv: 'Förnamn', en: 'First name' }, max_length: 100, searchable: true, writable_online: false, group: 'main' },
      { name: 'last_name', kind: 'text', label: { sv: 'Efternamn', en: 'Last name' }, max_length: 100, searchable: true, writable_online: false, group: 'main' },
      { name: 'name', kind: 'text', label: { sv: 'Namn', en: 'Name' }, max_length: 200, required: true, searchable: true, writable_online: false, group: 'main' },
      { name: 'initials', kind: 'text', label: { sv: 'Initialer', en: 'Initials' }, max_length: 10, searchable: true, writable_online: false, group: 'main' },
      { name: 'email', kind: 'email', label: { sv: 'E-post', en: 'E-mail' }, max_length: 254, searchable: true, writable_online: false, group: 'main' },
      { name: 'phone', kind: 'phone', label: { sv: 'Telefon', en: 'Telephone' }, max_length: 40, writable_online: false, group: 'main' },
      { name: 'mobile', kind: 'phone', label: { sv: 'Mobil', en: 'Mobile' }, max_length: 40, writable_online: false, group: 'main' },
      { name: 'job_title', kind: 'text', label: { sv: 'Befattning', en: 'Job title' }, max_length: 100, writable_online: false, group: 'main' },
      { name: 'department', kind: 'reference', label: { sv: 'Avdelning', en: 'Department' }, reference: 'department', writable_online: false, group: 'main' },
      { name: 'employed_from', kind: 'date', label: { sv: 'Anställd från', en: 'Employed from' }, writable_online: false, group: 'main' },
      { name: 'employed_to', kind: 'date', label: { sv: 'Anställd till', en: 'Employed to' }, writable_online: false, group: 'main' },
      { name: 'active', kind: 'boolean', label: { sv: 'Aktiv', en: 'Active' }, required: true, writable_online: false, group: 'main' },
    ],
  },
  access_profile: {
    name: 'access_profile',
    label: { sv: 'Behörighetsprofil', en: 'Access profile' },
    label_plural: { sv: 'Behörighetsprofiler', en: 'Access profiles' },
    writable_online: false,
    for_everybody: true,
    has_owner: false,
    title_field: 'name',
    groups: [
      { name: 'main', label: { sv: 'Information', en: 'Information' } },
    ],
    fields: [
      { name: 'name', kind: 'text', label: { sv: 'Namn', en: 'Name' }, max_length: 100, required: true, searchable: true, writable_online: false, group: 'main' },
      { name: 'built_in', kind: 'boolean', label: { sv: 'Fast mall', en: 'Built-in template' }, required: true, writable_online: false, group: 'main' },
    ],
  },
  user: {
    name: 'user',
    label: { sv: 'Användare', en: 'User' },
    label_plural: { sv: 'Användare', en: 'Users' },
    writable_online: false,
    for_everybody: true,
    has_owner: false,
    title_field: 'full_name',
    groups: [
      { name: 'main', label: { sv: 'Information', en: 'Information' } },
    ],
    fields: [
      { name: 'user_name', kind: 'text', label: { sv: 'Användarnamn', en: 'User name' }, max_length: 60, required: true, searchable: true, writable_online: false, group: 'main' },
      { name: 'full_name', kind: 'text', label: { sv: 'Fullständigt namn', en: 'Full name' }, max_length: 200, required: true, searchable: true, writable_online: false, group: 'main' },
      { name: 'super_user', kind: 'boolean', label: { sv: 'Superanvändare', en: 'Super user' }, required: true, writable_online: false, group: 'main' },
      { name: 'employee', kind: 'reference', label: { sv: 'Anställd', en: 'Employee' }, reference: 'employee', writable_online: false, group: 'main' },
      { name: 'access_profile', kind: 'reference', label: { sv: 'Behörighetsprofil', en: 'Access profile' }, reference: 'access_profile', writable_online: false, group: 'main' },
      { name: 'active', kind: 'boolean', label: { sv: 'Aktiv', en: 'Active' }, required: true, writable_online: false, group: 'main' },
    ],
  },
  contact: {
    name: 'contact',
    label: { sv: 'Kontakt', en: 'Contact' },
    label_plural: { sv: 'Kontakter', en: 'Contacts' },
    writable_online: true,
    for_everybody: false,
    has_owner: true,
    title_field: 'name',
    groups: [
      { name: 'main', label: { sv: 'Information', en: 'Information' } },
      { name: 'addresses', label: { sv: 'Adresser', en: 'Addresses' } },
      { name: 'more', label: { sv: 'Övrigt', en: 'Additional' } },
      { name: 'note', label: { sv: 'Anteckning', en: 'Note' } },
    ],
    fields: [
      { name: 'number', kind: 'integer', label: { sv: 'Nummer', en: 'Number' }, searchable: true, writable_online: true, group: 'main' },
      { name: 'name', kind: 'text', label: { sv: 'Namn', en: 'Name' }, max_length: 200, required: true, searchable: true, writable_online: true, group: 'main' },
      { name: 'is_customer', kind: 'boolean', label: { sv: 'Kund', en: 'Customer' }, required: true, writable_online: true, group: 'main' },
      { name: 'is_supplier', kind: 'boolean', label: { sv: 'Leverantör', en: 'Supplier' }, required: true, writable_online: true, group: 'main' },
      { name: 'is_partner', kind: 'boolean', label: { sv: 'Partner', en: 'Partner' }, required: true, writable_online: true, group: 'main' },
      { name: 'is_private', kind: 'boolean', label: { sv: 'Privatperson', en: 'Private person' }, required: true, writable_online: true, group: 'main' },
      { name: 'organisation_number', kind: 'text', label: { sv: 'Organisationsnummer', en: 'Organisation number' }, max_length: 40, searchable: true, writable_online: true, group: 'main' },
      { name: 'phone', kind: 'phone', label: { sv: 'Telefon', en: 'Telephone' }, max_length: 40, searchable: true, writable_online: true, group: 'main' },
      { name: 'mobile', kind: 'phone', label: { sv: 'Mobil', en: 'Mobile' }, max_length: 40, searchable: true, writable_online: true, group: 'main' },
      { name: 'fax', kind: 'phone', label: { sv: 'Fax', en: 'Fax' }, max_length: 40, writable_online: true, group: 'main' },
      { name: 'email', kind: 'email', label: { sv: 'E-post', en: 'E-mail' }, max_length: 254, searchable: true, writable_online: true, group: 'main' },
      { name: 'website', kind: 'url', label: { sv: 'Webbplats', en: 'Website' }, max_length: 500, writable_online: true, group: 'main' },
      { name: 'address_line_1', kind: 'text', label: { sv: 'Adress', en: 'Address' }, max_length: 200, writable_online: true, group: 'addresses' },
      { name: 'address_line_2', kind: 'text', label: { sv: 'Adress, rad 2', en: 'Address, line 2' }, max_length: 200, writable_online: true, group: 'addresses' },
      { name: 'postal_code', kind: 'text', label: { sv: 'Postnummer', en: 'Postal code' }, max_length: 20, writable_online: true, group: 'addresses' },
      { name: 'city', kind: 'text', label: { sv: 'Ort', en: 'City' }, max_length: 100, searchable: true, writable_online: true, group: 'addresses' },
      { name: 'country', kind: 'country', label: { sv: 'Land', en: 'Country' }, writable_online: true, group: 'addresses' },
      { name: 'delivery_address_line_1', kind: 'text', label: { sv: 'Leveransadress', en: 'Delivery address' }, max_length: 200, writable_online: true, group: 'addresses' },
      { name: 'delivery_address_line_2', kind: 'text', label: { sv: 'Leveransadress, rad 2', en: 'Delivery address, line 2' }, max_length: 200, writable_online: true, group: 'addresses' },
      { name: 'delivery_postal_code', kind: 'text', label: { sv: 'Leveranspostnummer', en: 'Delivery postal code' }, max_length: 20, writable_online: true, group: 'addresses' },
      { name: 'delivery_city', kind: 'text', label: { sv: 'Leveransort', en: 'Delivery city' }, max_length: 100, writable_online: true, group: 'addresses' },
      { name: 'delivery_country', kind: 'country', label: { sv: 'Leveransland', en: 'Delivery country' }, writable_online: true, group: 'addresses' },
      { name: 'our_reference', kind: 'reference', label: { sv: 'Vår referens', en: 'Our reference' }, reference: 'employee', writable_online: true, group: 'more' },
      { name: 'department', kind: 'reference', label: { sv: 'Avdelning', en: 'Department' }, reference: 'department', writable_online: true, group: 'more' },
      { name: 'status', kind: 'reference', label: { sv: 'Kontaktstatus', en: 'Contact status' }, reference: 'property', reference_filter: 'contact_status', writable_online: true, group: 'more' },
      { name: 'category', kind: 'reference', label: { sv: 'Kategori', en: 'Category' }, reference: 'property', reference_filter: 'contact_category', writable_online: true, group: 'more' },
      { name: 'line_of_business', kind: 'reference', label: { sv: 'Bransch', en: 'Line of business' }, reference: 'property', reference_filter: 'line_of_business', writable_online: true, group: 'more' },
      { name: 'contact_group', kind: 'reference', label: { sv: 'Grupp', en: 'Group' }, reference: 'property', reference_filter: 'contact_group', writable_online: true, group: 'more' },
      { name: 'language', kind: 'language', label: { sv: 'Språk', en: 'Language' }, writable_online: true, group: 'more' },
      { name: 'currency', kind: 'currency', label: { sv: 'Valuta', en: 'Currency' }, writable_online: true, group: 'more' },
      { name: 'vat_number', kind: 'text', label: { sv: 'Momsregistreringsnummer', en: 'VAT number' }, max_length: 40, writable_online: true, group: 'more' },
      { name: 'payment_terms', kind: 'reference', label: { sv: 'Betalningsvillkor', en: 'Payment terms' }, reference: 'property', reference_filter: 'payment_terms', writable_online: false, group: 'more' },
      { name: 'discount', kind: 'percent', label: { sv: 'Rabatt', en: 'Discount' }, writable_online: false, group: 'more' },
      { name: 'active', kind: 'boolean', label: { sv: 'Aktiv', en: 'Active' }, required: true, writable_online: true, group: 'main' },
      { name: 'note', kind: 'note', label: { sv: 'Anteckning', en: 'Note' }, max_length: 250000, writable_online: true, group: 'note' },
    ],
  },
  contact_person: {
    name: 'contact_person',
    label: { sv: 'Kontaktperson', en: 'Contact person' },
    label_plural: { sv: 'Kontaktpersoner', en: 'Contact persons' },
    writable_online: true,
    for_everybody: false,
    has_owner: true,
    title_field: 'name',
    groups: [
      { name: 'main', label: { sv: 'Information', en: 'Information' } },
      { name: 'address', label: { sv: 'Adress', en: 'Address' } },
      { name: 'note', label: { sv: 'Anteckning', en: 'Note' } },
    ],
    fields: [
      { name: 'contact', kind: 'reference', label: { sv: 'Kontakt', en: 'Contact' }, required: true, reference: 'contact', writable_online: true, group: 'main' },
      { name: 'name', kind: 'text', label: { sv: 'Namn', en: 'Name' }, max_length: 200, required: true, searchable: true, writable_online: true, group: 'main' },
      { name: 'title', kind: 'text', label: { sv: 'Befattning', en: 'Title' }, max_length: 100, searchable: true, writable_online: true, group: 'main' },
      { name: 'department', kind: 'text', label: { sv: 'Avdelning', en: 'Department' }, max_length: 100, writable_online: true, group: 'main' },
      { name: 'phone', kind: 'phone', label: { sv: 'Telefon', en: 'Telephone' }, max_length: 40, searchable: true, writable_online: true, group: 'main' },
      { name: 'mobile', kind: 'phone', label: { sv: 'Mobil', en: 'Mobile' }, max_length: 40, searchable: true, writable_online: true, group: 'main' },
      { name: 'email', kind: 'email', label: { sv: 'E-post', en: 'E-mail' }, max_length: 254, searchable: true, writable_online: true, group: 'main' },
      { name: 'address_line_1', kind: 'text', label: { sv: 'Privat adress', en: 'Private address' }, max_length: 200, writable_online: true, group: 'address' },
      { name: 'postal_code', kind: 'text', label: { sv: 'Postnummer', en: 'Postal code' }, max_length: 20, writable_online: true, group: 'address' },
      { name: 'city', kind: 'text', label: { sv: 'Ort', en: 'City' }, max_length: 100, writable_online: true, group: 'address' },
      { name: 'country', kind: 'country', label: { sv: 'Land', en: 'Country' }, writable_online: true, group: 'address' },
      { name: 'active', kind: 'boolean', label: { sv: 'Aktiv', en: 'Active' }, required: true, writable_online: true, group: 'main' },
      { name: 'note', kind: 'note', label: { sv: 'Anteckning', en: 'Note' }, max_length: 250000, writable_online: true, group: 'note' },
      { name: 'role', kind: 'reference', label: { sv: 'Roll', en: 'Role' }, reference: 'property', reference_filter: 'person_role', writable_online: true, group: 'main' },
    ],
  },
};
