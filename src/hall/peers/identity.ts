import { createPrivateKey, createPublicKey, sign, verify, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { writeFileAtomically, type Log } from '../plumbing/index.ts';
import { makeCertificate, peerIdOf } from './certificate.ts';

/** This hall towards other halls. */
export type Identity = Readonly<{
  id: HallPeerId;
  /** PEM; goes to TLS and nowhere else. */
  key: string;
  certificate: string;
  /** Base64 Ed25519 signature of a statement. */
  sign(statement: string): string;
}>;

/**
 * Opens keys/hall-link.pem (key and certificate, 0600) and makes it when this hall has never paired. With paired halls
 * a missing file fails `peer.identity-lost`: a new key would be a stranger to all of them, and nobody would know why.
 */
export async function openIdentity(
  keysFolder: string,
  { hasPairedHalls, log }: Readonly<{ hasPairedHalls: boolean; log: Log }>,
): Promise<Outcome<Identity>> {
  const file = path.join(keysFolder, 'hall-link.pem');
  try {
    if (!existsSync(file)) {
      if (hasPairedHalls) return failed(fault('peer.identity-lost', {}));
      mkdirSync(keysFolder, { recursive: true, mode: 0o700 });
      const made = await makeCertificate();
      await writeFileAtomically(file, made.key + made.certificate, 0o600);
    }
    return done(identityFrom(readFileSync(file, 'utf8')));
  } catch (error) {
    log.error({ err: error }, 'hall-link-key-unreadable');
    return failed(fault('peer.identity-lost', {}));
  }
}

function identityFrom(pem: string): Identity {
  const privateKey = createPrivateKey(pem);
  const certificate = new X509Certificate(pem);
  if (!certificate.checkPrivateKey(privateKey)) throw new Error('key and certificate do not belong together');
  return {
    id: peerIdOf(certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: certificate.toString(),
    sign: (statement) => sign(null, Buffer.from(statement), privateKey).toString('base64'),
  };
}

/** Whether the hall of this certificate (PEM) signed the statement. */
export function isSignedBy(certificate: string, statement: string, signature: string): boolean {
  const publicKey = createPublicKey(certificate);
  return verify(null, Buffer.from(statement), publicKey, Buffer.from(signature, 'base64'));
}
