// Look-ups in the generated registry.
import { record_types, type Field, type RecordType } from '@/generated/registry';
import type { Register } from '@/lib/api/types';

export type { Field, RecordType };

export function get_type(name: string): RecordType {
  const type = record_types[name];
  if (!type) throw new Error(`no record type ${name}`);
  return type;
}

// The name as addresses have it.
export function register_of(name: string): Register {
  return get_type(name).name as Register;
}

export function get_field(type_name: string, field_name: string): Field {
  const field = get_type(type_name).fields.find((each) => each.name === field_name);
  if (!field) throw new Error(`no field ${type_name}.${field_name}`);
  return field;
}

export function fields_in(type_name: string, group: string): Field[] {
  return get_type(type_name).fields.filter((field) => field.group === group);
}

// For names that come from the server, which may know more than this page does.
export function find_type(name: string): RecordType | undefined {
  return record_types[name];
}

export function find_field(type_name: string, field_name: string): Field | undefined {
  return find_type(type_name)?.fields.find((each) => each.name === field_name);
}
