import { expect, it } from 'vitest';
import { claim_drafts, drop_drafts, find_draft, forget_draft, keep_draft } from './drafts';

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
  drop_drafts();
  expect(find_draft('note')).toBeUndefined();
});
