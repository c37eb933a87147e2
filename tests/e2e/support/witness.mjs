// Writes down what the tests get to see: every answer to a page and to the tests themselves, live events, what commands
// print; a file for each test.
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

// What is the same for everybody.
const files_of_the_program = new Set(['script', 'stylesheet', 'font', 'image', 'manifest']);

export class Witness {
  #file = '';
  #waiting = new Set();

  constructor(folder) {
    this.folder = folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    this.begin('the start');
    this.#listen_to_fetch();
  }

  // What is seen from now on is seen by this test.
  begin(name) {
    this.#file = join(this.folder, `${name.replaceAll(/[^\wåäö]+/gi, '-')}.txt`);
  }

  see(where, ...texts) {
    appendFileSync(this.#file, [where, ...texts, ''].join('\n'));
  }

  // Whether this test has seen something that is called so.
  has_seen(where) {
    return readFileSync(this.#file, 'utf8').split('\n').includes(where);
  }

  // All pages of the context, and those that they open.
  listen_to(context) {
    context.on('response', (response) => {
      if (files_of_the_program.has(response.request().resourceType())) return;
      const reading = this.#read(response).finally(() => this.#waiting.delete(reading));
      this.#waiting.add(reading);
    });
    context.on('page', async (page) => {
      // Not there for a page that is closed at once.
      const session = await context.newCDPSession(page).catch(() => null);
      session?.on('Network.eventSourceMessageReceived', ({ data }) => this.see('event', data));
      await session?.send('Network.enable').catch(() => {});
    });
  }

  async #read(response) {
    const head = await response.allHeaders().catch(() => ({}));
    this.see(response.url(), JSON.stringify(head));
    // A stream of events has no end.
    if (head['content-type']?.startsWith('text/event-stream')) return;
    // Neither a redirection nor the answer to a page that is gone has one.
    const body = await response.body().catch(() => Buffer.alloc(0));
    this.see(body.toString('utf8'));
  }

  // Until all is written down.
  async settle() {
    await Promise.allSettled([...this.#waiting]);
  }

  #listen_to_fetch() {
    const plain = globalThis.fetch;
    globalThis.fetch = async (...question) => {
      const answer = await plain(...question);
      const head = JSON.stringify([...answer.headers]);
      this.see(String(question[0].url ?? question[0]), head, await answer.clone().text());
      return answer;
    };
  }
}
