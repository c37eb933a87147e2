import { expect, it } from 'vitest';
import { add_to_note, paragraphs_of } from './note-text';

it('shows a note as paragraphs, and what the office has pasted as files', () => {
  const note = 'Ringde om leveransen.\nVill ha besked.\n\n[Bifogad fil: offert-2291.pdf]\n\n\nTack';
  expect(paragraphs_of(note)).toEqual([
    { kind: 'text', text: 'Ringde om leveransen.\nVill ha besked.' },
    { kind: 'file', text: 'Bifogad fil: offert-2291.pdf' },
    { kind: 'text', text: 'Tack' },
  ]);
  expect(paragraphs_of('')).toEqual([]);
});

// REQ: NOT-1
it('adds text at the end and leaves the rest as it was', () => {
  expect(add_to_note('', 'Anna, 24 nov.', ' Hej ')).toBe('Anna, 24 nov.\nHej');
  expect(add_to_note('Först\n', 'Anna, 24 nov.', 'Sedan')).toBe('Först\n\nAnna, 24 nov.\nSedan');
});
