// A value as it is read: names for references and codes, yes and no, numbers as the language has them.
import { useCallback } from 'react';
import type { FieldValue } from '@/lib/api/types';
import { format_date, format_hundredths, format_moment } from '@/lib/format';
import { use_words } from '@/lib/i18n';
import { use_small_register } from './hooks';
import { name_of_code } from './options';
import { get_type, type Field } from './registry';

const small_registers = ['employee', 'department', 'property'];

export function is_small_register(type: string | undefined): boolean {
  return type !== undefined && small_registers.includes(type);
}

export function use_value_text(): (field: Field, value: FieldValue | undefined) => string {
  const { t, say, language } = use_words();
  const { titles: employees } = use_small_register('employee');
  const { titles: departments } = use_small_register('department');
  const { titles: properties } = use_small_register('property');
  return useCallback(
    (field, value) => {
      if (value === null || value === undefined) return '';
      switch (field.kind) {
        case 'boolean':
          return t(value === true ? 'common.yes' : 'common.no');
        case 'money':
          return format_hundredths(Number(value), language);
        case 'percent':
          return `${format_hundredths(Number(value), language)} %`;
        case 'date':
          return format_date(String(value), language);
        case 'timestamp':
          return format_moment(String(value), language);
        case 'country':
        case 'language':
        case 'currency':
          return name_of_code(field.kind, String(value), language);
        case 'choice': {
          const choice = field.choices?.find((each) => each.value === value);
          return choice ? say(choice.label) : String(value);
        }
        case 'reference': {
          const register = { employee: employees, department: departments, property: properties };
          const titles = register[field.reference as keyof typeof register];
          return titles?.get(Number(value)) ?? '';
        }
        default:
          return String(value);
      }
    },
    [t, say, language, employees, departments, properties],
  );
}

export function title_of(type: string, fields: Record<string, FieldValue>): string {
  return String(fields[get_type(type).title_field] ?? '');
}
