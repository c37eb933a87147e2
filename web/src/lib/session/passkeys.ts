// Passkeys in this browser (Web Authentication): bytes travel as base64url.
import type { Schemas } from '@/lib/api/types';

// Of what can sign: ES256, EdDSA, RS256.
const algorithms = [-7, -8, -257];

export const browser_has_passkeys = () =>
  typeof window.PublicKeyCredential === 'function' && window.isSecureContext;

export function to_bytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

export function to_text(bytes: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const named = (id: string): PublicKeyCredentialDescriptor => ({
  type: 'public-key',
  id: to_bytes(id),
});

// Why there is no passkey though nothing is broken: the person said no, waited for too long, or has
// it already.
export type Trouble = 'given_up' | 'there_already' | 'failed';

export class PasskeyTrouble extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble);
  }
}

export function trouble_of(error: unknown): Trouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError') return 'given_up';
  return name === 'InvalidStateError' ? 'there_already' : 'failed';
}

async function ask<Response>(work: Promise<Credential | null>) {
  try {
    const credential = (await work) as PublicKeyCredential | null;
    if (!credential) throw new PasskeyTrouble('failed');
    return { id: to_text(credential.rawId), response: credential.response as Response };
  } catch (error) {
    if (error instanceof PasskeyTrouble) throw error;
    throw new PasskeyTrouble(trouble_of(error));
  }
}

export async function make_passkey(
  asked: Schemas['PasskeyCreation'],
  name: string,
): Promise<Schemas['NewPasskey']> {
  const { response } = await ask<AuthenticatorAttestationResponse>(
    navigator.credentials.create({
      publicKey: {
        challenge: to_bytes(asked.challenge),
        rp: { id: asked.rp_id, name: 'Tusk' },
        user: {
          id: to_bytes(asked.user_id),
          name: asked.user_name,
          displayName: asked.user_display_name,
        },
        pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: asked.exclude.map(named),
        authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
        attestation: 'none',
        timeout: asked.seconds_left * 1000,
      },
    }),
  );
  return {
    name,
    client_data: to_text(response.clientDataJSON),
    authenticator_data: to_text(response.getAuthenticatorData()),
  };
}

export async function use_passkey(
  asked: Schemas['PasskeyRequest'],
): Promise<Schemas['PasskeyAnswer']> {
  const { id, response } = await ask<AuthenticatorAssertionResponse>(
    navigator.credentials.get({
      publicKey: {
        challenge: to_bytes(asked.challenge),
        rpId: asked.rp_id,
        allowCredentials: asked.credentials.map(named),
        userVerification: 'required',
        timeout: asked.seconds_left * 1000,
      },
    }),
  );
  return {
    id,
    client_data: to_text(response.clientDataJSON),
    authenticator_data: to_text(response.authenticatorData),
    signature: to_text(response.signature),
    user_handle: response.userHandle ? to_text(response.userHandle) : null,
  };
}
