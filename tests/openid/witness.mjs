// Loaded before the tests (--import): writes every answer that they and the clients get into the file TUSK_WITNESS, which
// whoever runs them looks through for what must not be there.
import { appendFileSync } from 'node:fs';

const plain = globalThis.fetch;

globalThis.fetch = async (...question) => {
  const answer = await plain(...question);
  const body = Buffer.from(await answer.clone().arrayBuffer());
  const head = [...answer.headers].map(([name, value]) => `${name}: ${value}\n`).join('');
  appendFileSync(process.env.TUSK_WITNESS, Buffer.concat([
    Buffer.from(`${question[0].url ?? question[0]} ${answer.status}\n${head}\n`), body, Buffer.from('\n')]));
  return answer;
};
