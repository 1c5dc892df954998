import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';

/** How a PIN or a code word is kept: Argon2id (RFC 9106) with the parameters it was made by, salt and hash in base64. */
export const secretHash = z
  .object({
    memoryKib: z.int().min(19_456).max(1_048_576),
    passes: z.int().min(2).max(16),
    parallelism: z.int().min(1).max(4),
    salt: z.base64(),
    hash: z.base64(),
  })
  .readonly();
export type SecretHash = z.output<typeof secretHash>;

/** 19 MiB, two passes, one lane: the least that OWASP's password storage sheet calls good, about 50 ms on a court PC. */
const strength = { memoryKib: 19_456, passes: 2, parallelism: 1 } as const;
const saltBytes = 16;
const hashBytes = 32;

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2);

function hashWith(secret: string, salt: Buffer, by: Omit<SecretHash, 'salt' | 'hash'>): Promise<Buffer> {
  return derive('argon2id', {
    message: secret,
    nonce: salt,
    memory: by.memoryKib,
    passes: by.passes,
    parallelism: by.parallelism,
    tagLength: hashBytes,
  });
}

/** The hash of a new secret, with a salt of its own. */
export async function hashSecret(secret: string): Promise<SecretHash> {
  const salt = randomBytes(saltBytes);
  const hash = await hashWith(secret, salt, strength);
  return { ...strength, salt: salt.toString('base64'), hash: hash.toString('base64') };
}

/** Whether this is the secret; takes equally long whether it is or not. */
export async function isSecret(secret: string, kept: SecretHash): Promise<boolean> {
  const expected = Buffer.from(kept.hash, 'base64');
  const given = await hashWith(secret, Buffer.from(kept.salt, 'base64'), kept);
  return expected.length === given.length && timingSafeEqual(given, expected);
}
