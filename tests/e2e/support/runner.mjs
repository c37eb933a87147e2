// Tests one after the other, each with a browser session of its own.
import assert from 'node:assert/strict';
import { join } from 'node:path';

const tests = [];

// run({ page, demo, browser, bystander, witness }): `page` is fresh, in Swedish, 1280×800, unless `options` say otherwise.
export function test(name, run, options = {}) {
  tests.push({ name, run, options });
}

export const collected = () => tests;

export async function run_tests(chosen, { demo, browser, bystander, witness, out }) {
  let failed = 0;
  for (const { name, run, options } of chosen) {
    const start = performance.now();
    witness.begin(name);
    const page = await browser.open(demo.url, options);
    try {
      await run({ page, demo, browser, bystander, witness });
      assert.deepEqual(page.complaints, [], 'what the browser complained of');
      console.log(`ok      ${name} (${Math.round(performance.now() - start)} ms)`);
    } catch (error) {
      failed++;
      const picture = join(out, `${name.replaceAll(/[^\wåäö]+/gi, '-')}.png`);
      await page.screenshot({ path: picture }).catch(() => {});
      console.log(
        `FAILED  ${name}\n        ${String(error.message).replaceAll('\n', '\n        ')}`,
      );
      console.log(`        ${picture}`);
    } finally {
      await demo.resume();
      await witness.settle();
      await page.context().close();
    }
  }
  console.log(`${chosen.length - failed} passed, ${failed} failed`);
  return failed;
}

// Asks again until the answer is true; fails with `what` was awaited.
export async function until(what, ask, { patience_ms = 30_000, look_every_ms = 150 } = {}) {
  const end = performance.now() + patience_ms;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, look_every_ms));
  }
}
