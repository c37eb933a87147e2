// How long a change takes from one PouchDB to another: a local database with live replication both
// ways to a server in a process of its own, as an office and its online side.
//
//   node change_latency.mjs --edits 300      one line of JSON: milliseconds of every edit
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import PouchDB from 'pouchdb';
import { contact, option } from './common.mjs';

async function edit(database, phone) {
  const document = await database.get('contact-1');
  await database.put({ ...document, phone });
  return performance.now();
}

// Resolves with the moment at which `database` has this telephone number.
function arrivals(database) {
  const waiting = new Map();
  const feed = database.changes({ live: true, since: 'now', include_docs: true });
  feed.on('change', ({ doc }) => waiting.get(doc.phone)?.(performance.now()));
  return { of: (phone) => new Promise((resolve) => waiting.set(phone, resolve)), end: () => feed.cancel() };
}

async function timed(from, arrivedAt, edits, prefix) {
  const times = [];
  for (let i = 0; i < edits; i++) {
    const arrived = arrivedAt.of(`${prefix}${i}`);
    const begun = await edit(from, `${prefix}${i}`);
    times.push(Math.max(0, (await arrived) - begun));
  }
  return times;
}

async function measure() {
  const edits = option('--edits', 300);
  const folder = mkdtempSync(path.join(tmpdir(), 'tusk-bench-pouchdb-'));
  const server = fork(new URL('./server.mjs', import.meta.url), [folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const port = await new Promise((resolve) => server.once('message', resolve));
  const office = new PouchDB(path.join(folder, 'office'));
  const online = new PouchDB(`http://127.0.0.1:${port}/company`);
  await office.put(contact(1));
  await office.replicate.to(online);
  const live = office.sync(online, { live: true, retry: true });
  const here = arrivals(office);
  const there = arrivals(online);

  await timed(office, there, 20, 'warm');  // until both directions run hot
  const toOnline = await timed(office, there, edits, 'up');
  const toOffice = await timed(online, here, edits, 'down');
  const begun = performance.now();
  for (let i = 0; i < edits / 2; i++) {
    await timed(office, there, 1, `ping${i}-`);
    await timed(online, here, 1, `pong${i}-`);
  }
  const perSecond = edits / ((performance.now() - begun) / 1000);
  console.log(JSON.stringify({ to_online_ms: toOnline, to_office_ms: toOffice, exchanges_per_second: perSecond }));
  here.end();
  there.end();
  live.cancel();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}

await measure();
