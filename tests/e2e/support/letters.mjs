// Letters that the demo's server has put into its outbox.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const patience_ms = 15_000;

// The body of a part, as its reader's mail program has it.
function decoded(part) {
  const [head, ...rest] = part.split(/\r?\n\r?\n/);
  const body = rest.join('\n\n');
  if (/^content-transfer-encoding:\s*base64/im.test(head)) {
    return Buffer.from(body, 'base64').toString('utf8');
  }
  if (!/^content-transfer-encoding:\s*quoted-printable/im.test(head)) return body;
  const bytes = body
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function text_of(message) {
  const part = message
    .split(/\r?\n--[^\r\n]+\r?\n/)
    .find((each) => /^content-type:\s*text\/plain/im.test(each));
  return part ? decoded(part) : '';
}

// The link to one of our pages in the newest letter to somebody.
export async function wait_for_link(demo, email, page) {
  const folder = join(demo.data, 'online', 'outbox');
  const link = new RegExp(`http\\S+/${page}#\\S+`);
  const until = Date.now() + patience_ms;
  while (Date.now() < until) {
    const names = existsSync(folder) ? readdirSync(folder).toSorted().toReversed() : [];
    for (const name of names) {
      const message = readFileSync(join(folder, name), 'utf8');
      const found = message.includes(email) && text_of(message).match(link);
      if (found) return found[0];
    }
    await pause(100);
  }
  throw new Error(`no letter to ${email} with a link to ${page}`);
}
