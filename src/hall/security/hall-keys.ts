import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Checks signatures of this hall; needs no secret, so the command line may hold it. */
export type HallVerifier = Readonly<{
  keyId: string;
  publicKeyPem: string;
  /** Base64 Ed25519 signature by the key `keyId` (SHA-256 hex of the SPKI DER); false for a key that is not the hall's. */
  verify(keyId: string, bytes: Uint8Array, signature: string): boolean;
}>;

export type HallKeys = HallVerifier &
  Readonly<{
    /** Ed25519 over the bytes, base64. */
    sign(bytes: Uint8Array): string;
    /** HMAC-SHA-256 of the text by the hall's secret, base64url; for tokens that must survive a restart. */
    mac(text: string): string;
  }>;

const privateName = 'hall-ed25519.pem';
const secretName = 'hall-mac.key';
const publicEnding = '.pub.pem';

/** Opens the hall's keys and makes them at the first start. Throws what the file system throws. */
export function openHallKeys(keysFolder: string): HallKeys {
  mkdirSync(keysFolder, { recursive: true, mode: 0o700 });
  createOnce(path.join(keysFolder, privateName), () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  createOnce(path.join(keysFolder, secretName), () => randomBytes(32));
  const privateKey = createPrivateKey(readFileSync(path.join(keysFolder, privateName)));
  const secret = readFileSync(path.join(keysFolder, secretName));
  const publicKey = createPublicKey(privateKey);
  const keyId = keyIdOf(publicKey);
  createOnce(path.join(keysFolder, `${keyId}${publicEnding}`), () => publicKey.export({ type: 'spki', format: 'pem' }));
  return {
    ...verifierOf(keysFolder, keyId, publicKey),
    sign: (bytes) => sign(null, bytes, privateKey).toString('base64'),
    mac: (text) => createHmac('sha256', secret).update(text).digest('base64url'),
  };
}

/** Opens what is there for checking signatures and makes nothing; null where this hall has no key. */
export function readHallKeys(keysFolder: string): HallVerifier | null {
  const file = path.join(keysFolder, privateName);
  if (!existsSync(file)) return null;
  const publicKey = createPublicKey(readFileSync(file));
  return verifierOf(keysFolder, keyIdOf(publicKey), publicKey);
}

function verifierOf(keysFolder: string, keyId: string, publicKey: KeyObject): HallVerifier {
  const known = new Map([[keyId, publicKey]]);
  for (const name of readdirSync(keysFolder)) {
    if (!name.endsWith(publicEnding)) continue;
    const older = createPublicKey(readFileSync(path.join(keysFolder, name)));
    known.set(keyIdOf(older), older);
  }
  return {
    keyId,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    verify: (signedBy, bytes, signature) => {
      const key = known.get(signedBy);
      return key !== undefined && verify(null, bytes, key, Buffer.from(signature, 'base64'));
    },
  };
}

function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/** A key file is there whole or not at all, and the first of two makers wins. */
function createOnce(file: string, make: () => string | Uint8Array): void {
  if (existsSync(file)) return;
  const part = `${file}.part-${String(process.pid)}`;
  writeFileSync(part, make(), { mode: 0o600, flag: 'w', flush: true });
  try {
    linkSync(part, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(part, { force: true });
  }
}
