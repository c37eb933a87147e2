// Some changes ask for the password again when it was given a while ago. Whoever makes one wraps
// the call; the dialogue (components/proof-dialogue.tsx) asks, and the call is made again.
import { body_of, client, is_about, renewing_session } from '@/lib/api/client';
import { make_store } from '@/lib/store';
import { session_renewed } from './session-store';

export interface ProofRequest {
  done: () => void;
  given_up: () => void;
}

export const proof_request = make_store<ProofRequest | null>(null);

// That the person has closed the dialogue instead: nothing was changed, and nothing need be said.
export class ProofGivenUp extends Error {}

function ask_for_proof(): Promise<void> {
  return new Promise((done, fail) => {
    proof_request.set({
      done: () => {
        proof_request.set(null);
        done();
      },
      given_up: () => {
        proof_request.set(null);
        fail(new ProofGivenUp());
      },
    });
  });
}

export async function with_proof<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (!is_about(error, 'proof')) throw error;
  }
  await ask_for_proof();
  return call();
}

export async function prove_person(password: string) {
  const renewed = await renewing_session(() =>
    body_of(client.POST('/api/v1/session/proof', { body: { password } })),
  );
  session_renewed(renewed);
}
