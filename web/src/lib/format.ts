// Values as people read and write them. Pure; language is 'sv' or 'en'.

const locales: Record<string, string> = { sv: 'sv-SE', en: 'en-GB' };
const locale_of = (language: string) => locales[language] ?? 'sv-SE';

const formatters = new Map<string, Intl.DateTimeFormat>();
function date_format(language: string, name: string, options: Intl.DateTimeFormatOptions) {
  const key = `${language} ${name}`;
  let format = formatters.get(key);
  if (!format)
    formatters.set(key, (format = new Intl.DateTimeFormat(locale_of(language), options)));
  return format;
}

export function format_count(count: number, language: string): string {
  return new Intl.NumberFormat(locale_of(language)).format(count);
}

export function format_clock(timestamp: string, language: string): string {
  return date_format(language, 'clock', { hour: '2-digit', minute: '2-digit' }).format(
    new Date(timestamp),
  );
}

export function format_clock_seconds(timestamp: string, language: string): string {
  return date_format(language, 'seconds', { timeStyle: 'medium' }).format(new Date(timestamp));
}

// As short as it stays clear: the time today, day and month this year, else the whole date.
export function format_when(timestamp: string, language: string, now: Date = new Date()): string {
  const at = new Date(timestamp);
  if (at.toDateString() === now.toDateString()) return format_clock(timestamp, language);
  if (at.getFullYear() === now.getFullYear()) {
    return date_format(language, 'day', { day: 'numeric', month: 'short' }).format(at);
  }
  return format_date(timestamp, language);
}

export function format_date(timestamp: string, language: string): string {
  return date_format(language, 'date', { dateStyle: 'medium' }).format(new Date(timestamp));
}

export function format_moment(timestamp: string, language: string): string {
  return date_format(language, 'moment', { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(timestamp),
  );
}

export type Ago = { unit: 'just_now' | 'seconds_ago' | 'minutes_ago' | 'hours_ago'; count: number };

// How long ago, in the largest whole unit; a clock that is a little ahead counts as just now.
export function time_since(timestamp: string, now_ms: number): Ago {
  const seconds = Math.floor((now_ms - Date.parse(timestamp)) / 1000);
  if (seconds < 1) return { unit: 'just_now', count: 0 };
  if (seconds < 60) return { unit: 'seconds_ago', count: seconds };
  if (seconds < 3600) return { unit: 'minutes_ago', count: Math.floor(seconds / 60) };
  return { unit: 'hours_ago', count: Math.floor(seconds / 3600) };
}

// Hundredths (money, percent) as text, and back: "7,5" <-> 750. Null if it is not a number.
export function format_hundredths(value: number, language: string): string {
  return new Intl.NumberFormat(locale_of(language), { maximumFractionDigits: 2 }).format(
    value / 100,
  );
}

export function parse_hundredths(text: string): number | null {
  const match = /^([-\u2212]?)(\d+)(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s\u00a0\u202f]/g, ''));
  if (!match) return null;
  const [, sign, whole = '0', part = ''] = match;
  const value = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  return sign ? -value : value;
}

export function phone_link(phone: string): string {
  return `tel:${phone.replace(/[^\d+]/g, '')}`;
}

export function web_link(address: string): string | null {
  if (/^https?:\/\//i.test(address)) return address;
  return /^[\w.-]+\.[a-z]{2,}(\/\S*)?$/i.test(address) ? `https://${address}` : null;
}

export function initials_of(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0]?.[0] ?? '';
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}
