// What may be chosen in a field: the choices of the registry, the countries, languages and currencies
// that are known, or the records of a small register.
import { useMemo } from 'react';
import type { FieldValue } from '@/lib/api/types';
import { use_words } from '@/lib/i18n';
import { use_small_register } from './hooks';
import { get_type, type Field } from './registry';

export interface Option {
  value: string;
  label: string;
}

const countries = [
  'SE',
  'NO',
  'DK',
  'FI',
  'IS',
  'DE',
  'NL',
  'BE',
  'FR',
  'GB',
  'IE',
  'ES',
  'PT',
  'IT',
  'CH',
  'AT',
  'PL',
  'EE',
  'LV',
  'LT',
  'CZ',
  'US',
  'CA',
  'CN',
  'JP',
  'IN',
];
const languages = ['sv', 'en', 'nb', 'da', 'fi', 'de', 'nl', 'fr', 'es', 'it', 'pl'];
const currencies = ['SEK', 'NOK', 'DKK', 'EUR', 'GBP', 'USD', 'CHF', 'PLN', 'ISK', 'CZK'];

const known = {
  country: { kind: 'region', codes: countries },
  language: { kind: 'language', codes: languages },
  currency: { kind: 'currency', codes: currencies },
} as const;

// "SE" -> "Sverige"; the code itself if it is not a known one.
export function name_of_code(kind: keyof typeof known, code: string, language: string): string {
  try {
    const name = new Intl.DisplayNames([language], { type: known[kind].kind }).of(code) ?? code;
    const first = name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
    return kind === 'currency' ? `${code} – ${first}` : first;
  } catch {
    return code;
  }
}

function is_code(kind: Field['kind']): kind is keyof typeof known {
  return kind in known;
}

export function use_options(field: Field, value: FieldValue) {
  const { language, say } = use_words();
  const { records } = use_small_register(field.reference ?? 'property', Boolean(field.reference));
  const { kind } = field;
  const options = useMemo((): Option[] => {
    if (kind === 'choice') {
      return (field.choices ?? []).map((each) => ({ value: each.value, label: say(each.label) }));
    }
    if (is_code(kind)) {
      const codes: string[] = [...known[kind].codes];
      if (typeof value === 'string' && !codes.includes(value)) codes.push(value);
      return codes.map((code) => ({ value: code, label: name_of_code(kind, code, language) }));
    }
    if (!field.reference) return [];
    const title = get_type(field.reference).title_field;
    return records
      .filter(({ id, fields }) => {
        if (field.reference_filter && fields.kind !== field.reference_filter) return false;
        return fields.active !== false || id === value; // what is chosen stays in sight
      })
      .map((each) => ({
        value: String(each.id),
        label: String((language === 'en' && each.fields.name_english) || each.fields[title]),
      }));
  }, [field, kind, language, records, say, value]);
  const value_of = (chosen: string): FieldValue => (kind === 'reference' ? Number(chosen) : chosen);
  return { options, value_of };
}
