// Another office of the demo's server: a company of its own that is not connected yet, and the
// commands that log in in the browser.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export class Office {
  constructor(demo, company) {
    this.demo = demo;
    this.company = company;
    this.folder = mkdtempSync(join(tmpdir(), 'tusk-office-'));
  }

  #options(language) {
    // Without a display: the test's own browser is the person's.
    const display = { DISPLAY: '', WAYLAND_DISPLAY: '' };
    return {
      env: { ...process.env, ...display, LC_ALL: `${language}.UTF-8`, HOME: this.folder },
    };
  }

  async tusk(...words) {
    const where = ['--data', join(this.folder, 'office'), '--json'];
    const { stdout } = await promisify(execFile)(
      join(this.demo.bin, 'tusk'),
      [...words, ...where],
      this.#options('sv_SE'),
    );
    return stdout.trim() === '' ? null : JSON.parse(stdout);
  }

  // Everything that connecting wants, with this address as the super user's.
  async set_up(email) {
    const init = ['init', '--user', 'anna', '--full-name', 'Anna Berg'];
    await this.tusk(...init, '--company-name', this.company);
    await this.tusk(
      ...['company', 'set', 'organisation_number=556016-0680', 'address_line_1=Storgatan 1'],
      ...['postal_code=972 38', 'city=Luleå', 'country=SE', 'phone=0920-1', 'email=i@s.example'],
    );
    await this.tusk('licence', 'set', `holder=${this.company}`, 'contact_person=Anna', 'phone=1');
    await this.tusk('employee', 'add', 'first_name=Anna', 'last_name=Berg', `email=${email}`);
    await this.tusk('user', 'set', 'anna', '--employee', 'Anna Berg');
  }

  // A command with --browser: the address that it prints, and how it ends.
  async in_browser(words, { language = 'sv_SE' } = {}) {
    const where = ['--browser', '--json', '--data', join(this.folder, 'office')];
    const command = spawn(
      join(this.demo.bin, 'tusk'),
      [...words, ...where],
      this.#options(language),
    );
    let out = '';
    let said = '';
    command.stdout.on('data', (chunk) => (out += chunk));
    const ended = new Promise((done) => command.once('close', (code) => done({ code, out, said })));
    const address = await new Promise((found, failed) => {
      command.stderr.on('data', (chunk) => {
        said += chunk;
        const line = /^ *(http\S+)$/m.exec(said);
        if (line) found(line[1]);
      });
      ended.then(({ code }) => failed(new Error(`it ended (${code}):\n${said}`)));
    });
    return { address, ended };
  }

  // Tusk Sync of this office.
  start_service() {
    const words = ['--data', join(this.folder, 'office'), '--interval', '1'];
    const options = { ...this.#options('sv_SE'), stdio: 'ignore' };
    this.service = spawn(join(this.demo.bin, 'tusk-syncd'), words, options);
  }

  async stop_service() {
    if (!this.service || this.service.exitCode !== null) return;
    const ended = new Promise((done) => this.service.once('exit', done));
    this.service.kill('SIGTERM');
    await ended;
  }

  close() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
