import { beforeEach, expect, it, vi } from 'vitest';
import { claim_drafts, drop_drafts, find_draft, forget_draft, keep_draft } from './drafts';

// The browser's storage, as far as drafts use it; its keys are its own properties there too.
function make_storage() {
  const storage: Record<string, string> = {};
  return new Proxy(
    {
      getItem: (key: string) => storage[key] ?? null,
      setItem: (key: string, value: string) => void (storage[key] = value),
      removeItem: (key: string) => void delete storage[key],
    },
    {
      ownKeys: () => Object.keys(storage),
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    },
  );
}
beforeEach(() => vi.stubGlobal('sessionStorage', make_storage()));

// REQ: SEC-1
it('gives a draft back to the same person after the session ended', () => {
  claim_drafts('anna c_1');
  keep_draft('new contact', { name: 'Norrsken' });
  claim_drafts('anna c_1');
  expect(find_draft('new contact')).toEqual({ name: 'Norrsken' });
  forget_draft('new contact');
  expect(find_draft('new contact')).toBeUndefined();
});

it('never gives a draft to another person or company, nor after a log-out', () => {
  claim_drafts('anna c_1');
  keep_draft('note', 'text');
  claim_drafts('erik c_1');
  expect(find_draft('note')).toBeUndefined();
  keep_draft('note', 'text');
  claim_drafts('erik c_2');
  expect(find_draft('note')).toBeUndefined();
  keep_draft('note', 'text');
  drop_drafts();
  expect(find_draft('note')).toBeUndefined();
});
