// A PouchDB server over HTTP, in the folder that is its last argument. Tells its parent the port.
import path from 'node:path';
import express from 'express';
import expressPouchdb from 'express-pouchdb';
import PouchDB from 'pouchdb';

const folder = process.argv.at(-1);
const app = express();
const Stored = PouchDB.defaults({ prefix: folder + path.sep });
app.use('/', expressPouchdb(Stored, { mode: 'minimumForPouchDB', configPath: path.join(folder, 'config.json'),
  logPath: path.join(folder, 'log.txt') }));
const listener = app.listen(0, '127.0.0.1', () => process.send(listener.address().port));
