// The real programs, the real web desktop, a real browser.
//
//   node tests/e2e/run.mjs --bin build/release/bin --web web/dist --out build/e2e [--only WORD] [--on-demand]
//
// Starts `tusk demo` in a temporary folder, on whose server there is another company as well, and one
// Chromium. Prints a line for each test and at the
// end "N passed, N failed"; what failed leaves a picture of its page in --out. Exit code 0 if all
// passed. --on-demand runs the tests that wait for real time instead (half an hour).
import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Browser } from './support/browser.mjs';
import { Bystander } from './support/bystander.mjs';
import { Demo } from './support/demo.mjs';
import { collected, run_tests } from './support/runner.mjs';
import { Witness } from './support/witness.mjs';

const { values } = parseArgs({
  options: {
    bin: { type: 'string' },
    web: { type: 'string' },
    out: { type: 'string' },
    only: { type: 'string' },
    'on-demand': { type: 'boolean', default: false },
  },
});
for (const name of ['bin', 'web', 'out']) {
  if (!values[name]) {
    console.error(`--${name} is missing. See the top of ${import.meta.filename}.`);
    process.exit(2);
  }
}
const out = resolve(values.out);
mkdirSync(out, { recursive: true });

const folder = join(import.meta.dirname, values['on-demand'] ? 'on-demand' : 'tests');
for (const file of readdirSync(folder).toSorted()) await import(join(folder, file));
const tests = collected().filter(({ name }) => !values.only || name.includes(values.only));

let failed = 1;
const witness = new Witness(join(out, 'seen'));
const bystander = new Bystander(resolve(values.bin));
const demo = new Demo(resolve(values.bin), resolve(values.web), out, witness);
const browser = new Browser(witness);
try {
  await demo.start(bystander);
  await browser.start();
  failed = await run_tests(tests, { demo, browser, bystander, witness, out });
} catch (error) {
  console.error(error);
  console.log('0 passed, 1 failed');
} finally {
  await browser.stop();
  await demo.stop();
}
process.exit(failed > 0 ? 1 : 0);
