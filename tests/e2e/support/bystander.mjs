// Another company on the same server, of which no test may see anything (tests/support/bystander.py).
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const tests = join(import.meta.dirname, '..', '..');

export class Bystander {
  constructor(bin) {
    this.bin = bin;
    this.template = this.#python('template').trim();
  }

  #python(...words) {
    return execFileSync('python3', ['-m', 'support.seen_in_browser', ...words], {
      cwd: tests,
      env: { ...process.env, TUSK_BIN: this.bin, PYTHONDONTWRITEBYTECODE: '1' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  // Before the server's first start; `folder` is the server's.
  move_in(folder) {
    cpSync(join(this.template, 'online'), folder, { recursive: true });
  }

  // A word that is in all of its texts.
  get word() {
    return JSON.parse(readFileSync(join(this.template, 'about.json'), 'utf8')).canary.word;
  }

  // Where something of it is, in the demo's folder or in the files of `seen`; empty: nowhere.
  find_in(demo_folder, seen) {
    try {
      this.#python('look', demo_folder, seen);
      return '';
    } catch (error) {
      if (error.status !== 1 || !error.stderr.includes('was seen')) throw error;
      return error.stderr;
    }
  }
}
