// An office and an online server that are connected: `tusk demo` in a temporary folder, and the
// office's command line.
import { execFile, execFileSync, spawn } from 'node:child_process';
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const start_patience_ms = 120_000;

async function free_port() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export class Demo {
  #stopped_service = null;

  constructor(bin, web, out, witness) {
    this.witness = witness;
    this.bin = bin;
    this.web = web;
    this.out = out;
    this.folder = mkdtempSync(join(tmpdir(), 'tusk-e2e-'));
    this.data = join(this.folder, 'demo');
  }

  async start(bystander) {
    mkdirSync(this.data, { mode: 0o700 });
    // Marks the folder as the demo's, in which something may be already.
    writeFileSync(join(this.data, 'demo.lock'), '', { mode: 0o600 });
    bystander.move_in(join(this.data, 'online'));
    const port = await free_port();
    // By name, as passkeys need it.
    this.url = `http://localhost:${port}`;
    const options = ['--data', this.data, '--web', this.web, '--port', String(port)];
    // So that each browser can say from where it asks (browser.mjs).
    options.push('--trusted-proxy', '127.0.0.1', '--trusted-proxy', '::1');
    this.process = spawn(join(this.bin, 'tusk'), ['demo', ...options], {
      env: this.#environment(),
    });
    const log = createWriteStream(join(this.out, 'demo.log'));
    this.process.stdout.pipe(log);
    this.process.stderr.pipe(log);
    await this.#guide_printed();
    this.people = JSON.parse(readFileSync(join(this.data, 'demo.json'), 'utf8')).people;
    this.office = join(this.data, 'office');
  }

  // The guide with the address and the log-ins is the last that the demo prints when all works.
  #guide_printed() {
    return new Promise((done, fail) => {
      let printed = '';
      const timer = setTimeout(() => fail(new Error(`no guide:\n${printed}`)), start_patience_ms);
      this.process.stdout.on('data', (chunk) => {
        printed += chunk;
        if (!printed.includes('Ctrl-C')) return;
        clearTimeout(timer);
        done();
      });
      this.process.once('exit', (code) =>
        fail(new Error(`tusk demo ended (${code}):\n${printed}`)),
      );
      this.process.once('error', fail);
    });
  }

  #environment() {
    return { ...process.env, LC_ALL: 'sv_SE.UTF-8', HOME: this.folder };
  }

  async stop() {
    await this.resume();
    if (this.process?.exitCode === null) {
      const ended = new Promise((done) => this.process.once('exit', done));
      this.process.kill('SIGINT');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  password_of(email) {
    return this.people.find((person) => person.email === email).password;
  }

  // The office's command line; its answer as an object.
  async tusk(...words) {
    const where = ['--user', 'anna', '--data', this.office, '--json'];
    const options = { env: this.#environment() };
    const { stdout } = await promisify(execFile)(
      join(this.bin, 'tusk'),
      [...words, ...where],
      options,
    );
    this.witness.see(words.join(' '), stdout);
    return stdout.trim() === '' ? null : JSON.parse(stdout);
  }

  // What an administrator does at the server's computer; what it prints.
  async administer(...words) {
    const config = ['--config', join(this.data, 'online.toml')];
    const options = { env: this.#environment() };
    const { stdout } = await promisify(execFile)(
      join(this.bin, 'tusk-online'),
      [...words, ...config],
      options,
    );
    return stdout;
  }

  // In the directory of the server: what takes days or minutes otherwise.
  change_directory(statement) {
    const script = `
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=30)
database.execute(sys.argv[2])
database.commit()`;
    const file = join(this.data, 'online', 'directory.db');
    execFileSync('python3', ['-c', script, file, statement]);
  }

  // A new contact in the office; its record.
  async add_contact(fields) {
    const values = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
    return this.tusk('record', 'add', 'contact', ...values);
  }

  set_contact(id, fields) {
    const values = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
    return this.tusk('record', 'set', 'contact', String(id), ...values);
  }

  async get_contact(id) {
    return (await this.tusk('record', 'get', 'contact', String(id))).fields;
  }

  // Holds the synchronisation service, so that both sides change without knowing of each other.
  pause() {
    const children = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(this.process.pid)]);
    const line = String(children)
      .split('\n')
      .find((each) => each.includes('tusk-syncd'));
    this.#stopped_service = Number.parseInt(line, 10);
    process.kill(this.#stopped_service, 'SIGSTOP');
  }

  resume() {
    if (this.#stopped_service !== null) process.kill(this.#stopped_service, 'SIGCONT');
    this.#stopped_service = null;
  }

  log_files() {
    return readdirSync(join(this.data, 'log'));
  }
}
