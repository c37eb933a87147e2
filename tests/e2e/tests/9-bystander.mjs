// The last of all: it looks through what the others have seen.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { log_in } from '../support/desktop.mjs';
import { test, until } from '../support/runner.mjs';

// REQ: SEC-3
test('nobody has seen anything of another company on the server', async ({
  page,
  demo,
  bystander,
  witness,
}) => {
  await log_in(page, demo, '/contacts');
  await page.getByRole('grid').waitFor();
  await demo.add_contact({ name: 'Annas grannar' });
  await until('live events to be seen', () => witness.has_seen('event'));
  await witness.settle();
  assert.equal(bystander.find_in(demo.data, witness.folder), '');

  const planted = mkdtempSync(join(tmpdir(), 'tusk-planted-'));
  try {
    writeFileSync(join(planted, 'planted.txt'), `{"name": "${bystander.word}"}`);
    assert.match(bystander.find_in(demo.data, planted), /what planted saw/);
  } finally {
    rmSync(planted, { recursive: true });
  }
});
