// The text of a note: pure.

export interface Paragraph {
  kind: 'text' | 'file';
  text: string;
}

// The office leaves such a line where a file was pasted into the note: "[Bifogad fil: offert.pdf]".
const file_line = /^\[(.+)\]$/;

export function paragraphs_of(note: string): Paragraph[] {
  return note
    .split(/\r?\n\s*\r?\n/)
    .map((text) => text.replace(/^\s*\n|\s+$/g, ''))
    .filter((text) => text !== '')
    .map((text) => {
      const file = file_line.exec(text);
      return file ? { kind: 'file', text: file[1] ?? '' } : { kind: 'text', text };
    });
}

// The note with a paragraph at its end; what is there already is not touched.
export function add_to_note(note: string, heading: string, text: string): string {
  const addition = `${heading}\n${text.trim()}`;
  return note.trim() === '' ? addition : `${note.trimEnd()}\n\n${addition}`;
}
