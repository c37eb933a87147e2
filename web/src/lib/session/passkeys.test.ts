import { describe, expect, it } from 'vitest';
import { to_bytes, to_text, trouble_of } from './passkeys';

describe('passkeys', () => {
  it('carries bytes as base64url, without padding', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    for (const length of [0, 1, 2, 3, 255, 256]) {
      const some = bytes.slice(256 - length);
      const text = to_text(some.buffer);
      expect(text).toMatch(/^[\w-]*$/);
      expect(to_bytes(text)).toEqual(some);
    }
    expect(to_text(Uint8Array.of(0xfb, 0xff).buffer)).toBe('-_8');
  });

  it('tells a person who said no from what is broken', () => {
    expect(trouble_of(new DOMException('', 'NotAllowedError'))).toBe('given_up');
    expect(trouble_of(new DOMException('', 'InvalidStateError'))).toBe('there_already');
    expect(trouble_of(new DOMException('', 'SecurityError'))).toBe('failed');
    expect(trouble_of(new TypeError())).toBe('failed');
  });
});
