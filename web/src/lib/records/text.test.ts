import { describe, expect, it } from 'vitest';
import { get_field, type Field } from './registry';
import { parse_text, text_of } from './text';

const name = get_field('contact', 'name');
const of_kind = (kind: Field['kind']): Field => ({ ...get_field('contact', 'fax'), kind });

describe('what is written in a field', () => {
  it('is trimmed, and nothing at all is an empty value', () => {
    expect(parse_text(of_kind('text'), '  Umeå ', 'sv')).toEqual({ value: 'Umeå' });
    expect(parse_text(of_kind('text'), '   ', 'sv')).toEqual({ value: null });
  });

  it('may not be empty where something is required, nor longer than the field', () => {
    expect(parse_text(name, ' ', 'sv')).toEqual({ problem: { key: 'common.required' } });
    expect(parse_text(name, 'å'.repeat(200), 'sv')).toEqual({ value: 'å'.repeat(200) });
    expect(parse_text(name, 'å'.repeat(201), 'sv')).toEqual({
      problem: { key: 'common.too_long', count: 200 },
    });
  });

  it('is a number, an address or a date where the field is one', () => {
    expect(parse_text(of_kind('integer'), '12 500', 'sv')).toEqual({ value: 12500 });
    expect(parse_text(of_kind('integer'), 'tolv', 'sv')).toHaveProperty('problem');
    expect(parse_text(of_kind('percent'), '7,5', 'sv')).toEqual({ value: 750 });
    expect(parse_text(of_kind('email'), 'anna@norrsken.example', 'sv')).toHaveProperty('value');
    expect(parse_text(of_kind('email'), 'anna@norrsken', 'sv')).toHaveProperty('problem');
    expect(parse_text(of_kind('date'), '2026-02-29', 'sv')).toHaveProperty('problem');
    expect(parse_text(of_kind('date'), '2028-02-29', 'sv')).toEqual({ value: '2028-02-29' });
  });

  it('comes back as it is read', () => {
    expect(text_of(of_kind('percent'), 750, 'sv')).toBe('7,5');
    expect(text_of(of_kind('text'), null, 'sv')).toBe('');
  });
});
