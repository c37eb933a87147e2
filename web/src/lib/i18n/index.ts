// The words of the interface in the two languages, and the language in use.
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Label } from '@/generated/registry';
import { set_connection } from '@/lib/api/client';
import { en } from './en';
import { sv } from './sv';

export type Language = 'sv' | 'en';
export const languages: { value: Language; name: string }[] = [
  { value: 'sv', name: 'Svenska' },
  { value: 'en', name: 'English' },
];

const storage_key = 'tusk-language';

function as_language(text: string | null | undefined): Language | null {
  return text === 'sv' || text === 'en' ? text : null;
}

// Before log-in: what was chosen here before, else what the browser prefers of the two.
function first_language(): Language {
  const preferred = navigator.languages.map((tag) => as_language(tag.slice(0, 2)));
  return as_language(localStorage.getItem(storage_key)) ?? preferred.find(Boolean) ?? 'sv';
}

export function start_i18n() {
  const language = first_language();
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'sv',
    resources: { sv: { translation: sv }, en: { translation: en } },
    interpolation: { escapeValue: false }, // React escapes
  });
  apply(language);
}

function apply(language: Language) {
  document.documentElement.lang = language;
  set_connection({ language, unreachable_text: () => i18next.t('common.unreachable') });
}

export function set_language(text: string) {
  const language = as_language(text);
  if (!language || language === i18next.language) return;
  localStorage.setItem(storage_key, language);
  apply(language);
  void i18next.changeLanguage(language);
}

export function use_words() {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'sv';
  const say = (label: Label) => label[language];
  return { t, say, language };
}
