import { describe, expect, it } from 'vitest';
import {
  format_count,
  format_hundredths,
  format_when,
  initials_of,
  parse_hundredths,
  phone_link,
  time_since,
  web_link,
} from './format';

describe('formatters', () => {
  it('groups large counts as the language does', () => {
    expect(format_count(50000, 'sv').replace(/\s/g, ' ')).toBe('50 000');
    expect(format_count(50000, 'en')).toBe('50,000');
  });

  it('shows the time today, the day this year and the whole date before that', () => {
    const now = new Date(2026, 10, 24, 15, 0);
    expect(format_when(new Date(2026, 10, 24, 14, 5).toISOString(), 'sv', now)).toBe('14:05');
    expect(format_when(new Date(2026, 2, 3).toISOString(), 'sv', now)).toMatch(/^3 mars/);
    expect(format_when(new Date(2025, 2, 3).toISOString(), 'sv', now)).toContain('2025');
  });

  it('says how long ago in the largest whole unit', () => {
    const at = '2026-11-24T14:00:00.000000Z';
    const later = (seconds: number) => time_since(at, Date.parse(at) + seconds * 1000);
    expect(later(-2).unit).toBe('just_now');
    expect(later(3)).toEqual({ unit: 'seconds_ago', count: 3 });
    expect(later(125)).toEqual({ unit: 'minutes_ago', count: 2 });
    expect(later(7300)).toEqual({ unit: 'hours_ago', count: 2 });
  });

  it('reads hundredths with comma or point and spaces, and refuses the rest', () => {
    expect(parse_hundredths('7,5')).toBe(750);
    expect(parse_hundredths('1 234.05')).toBe(123405);
    expect(parse_hundredths('-3')).toBe(-300);
    expect(parse_hundredths('1,234')).toBeNull();
    expect(parse_hundredths('sju')).toBeNull();
    expect(format_hundredths(750, 'sv')).toBe('7,5');
  });

  it('makes links of telephone numbers and web addresses, never of scripts', () => {
    expect(phone_link('+46 (0)90-77 66')).toBe('tel:+460907766');
    expect(web_link('www.norrsken.example')).toBe('https://www.norrsken.example');
    expect(web_link('javascript:alert(1)')).toBeNull();
  });

  it('takes initials of the first and last name', () => {
    expect(initials_of('Åsa Maria Öberg')).toBe('ÅÖ');
    expect(initials_of('Norrsken')).toBe('N');
  });
});
