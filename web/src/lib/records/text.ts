// A field's value as the text of an input, and back with what is wrong with it: pure.
import type { FieldValue } from '@/lib/api/types';
import { format_hundredths, parse_hundredths } from '@/lib/format';
import type { Field } from './registry';

export type Parsed = { value: FieldValue } | { problem: Problem };
// Keys of the words, with what they name besides the field.
export type Problem =
  | { key: 'common.required' }
  | { key: 'common.too_long'; count: number }
  | { key: 'common.not_a_number'; example: string }
  | { key: 'common.not_an_email' }
  | { key: 'common.not_a_date' };

export function text_of(field: Field, value: FieldValue | undefined, language: string): string {
  if (value === null || value === undefined) return '';
  if (field.kind === 'money' || field.kind === 'percent') {
    return format_hundredths(Number(value), language);
  }
  return String(value);
}

const integer = /^-?\d{1,15}$/;
const email = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const date = /^\d{4}-\d{2}-\d{2}$/;

// Checks what can be known here; the server checks everything.
export function parse_text(field: Field, text: string, language: string): Parsed {
  const trimmed =
    field.kind === 'note' || field.kind === 'long_text' ? text.trimEnd() : text.trim();
  if (trimmed === '') {
    return field.required ? { problem: { key: 'common.required' } } : { value: null };
  }
  const count = field.max_length;
  if (count !== undefined && [...trimmed].length > count) {
    return { problem: { key: 'common.too_long', count } };
  }
  switch (field.kind) {
    case 'integer': {
      const digits = trimmed.replace(/\s/g, '');
      if (integer.test(digits)) return { value: Number(digits) };
      return { problem: { key: 'common.not_a_number', example: '12' } };
    }
    case 'money':
    case 'percent': {
      const value = parse_hundredths(trimmed);
      if (value !== null) return { value };
      return { problem: { key: 'common.not_a_number', example: format_hundredths(750, language) } };
    }
    case 'email':
      return email.test(trimmed) ? { value: trimmed } : { problem: { key: 'common.not_an_email' } };
    case 'date':
      return is_date(trimmed) ? { value: trimmed } : { problem: { key: 'common.not_a_date' } };
    default:
      return { value: trimmed };
  }
}

function is_date(text: string): boolean {
  if (!date.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
