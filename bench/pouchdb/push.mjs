// How long the first replication of many documents takes from one PouchDB to a server in a process
// of its own: an office that connects for the first time.
//
//   node push.mjs --records 100000      one line of JSON: seconds, documents per second
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import PouchDB from 'pouchdb';
import { contact, option } from './common.mjs';

const records = option('--records', 100_000);
const batch = 1_000; // ten times the default: twice as fast here
const folder = mkdtempSync(path.join(tmpdir(), 'tusk-bench-pouchdb-'));
const server = fork(new URL('./server.mjs', import.meta.url), [folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
const port = await new Promise((resolve) => server.once('message', resolve));
const office = new PouchDB(path.join(folder, 'office'));
const online = new PouchDB(`http://127.0.0.1:${port}/company`);
for (let from = 0; from < records; from += batch) {
  const documents = [];
  for (let i = from; i < Math.min(from + batch, records); i++) documents.push(contact(i));
  await office.bulkDocs(documents);
}
const begun = performance.now();
const result = await office.replicate.to(online, { batch_size: batch });
const seconds = (performance.now() - begun) / 1000;
if (result.docs_written !== records) throw new Error(`${result.docs_written} of ${records} arrived`);
console.log(JSON.stringify({ seconds, records_per_second: records / seconds }));
server.kill();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
