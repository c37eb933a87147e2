import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { en } from './en';
import { sv } from './sv';

function flatten(words: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') found.set(path + key, value);
    else for (const [below, text] of flatten(value, `${path}${key}.`)) found.set(below, text);
  }
  return found;
}
const swedish = flatten(sv);
const english = flatten(en);
const holes = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

it('has every word in both languages, and none empty', () => {
  expect([...english.keys()]).toEqual([...swedish.keys()]);
  for (const text of [...swedish.values(), ...english.values()]) expect(text.trim()).not.toBe('');
});

it('names the same values in both languages', () => {
  for (const [key, text] of swedish) {
    expect(holes(english.get(key) ?? ''), key).toEqual(holes(text));
  }
});

it('has the words that the pages ask for', () => {
  const missing: string[] = [];
  for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file) || file.endsWith('.test.ts')) continue;
    const source = readFileSync(join('src', file), 'utf8');
    for (const [, key] of source.matchAll(/\bt\(\s*'([\w.]+)'/g)) {
      if (key && !swedish.has(key) && !swedish.has(`${key}_one`)) missing.push(`${file}: ${key}`);
    }
  }
  expect(missing).toEqual([]);
});
