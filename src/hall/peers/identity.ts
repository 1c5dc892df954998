import { createPrivateKey, createPublicKey, sign, verify, X509Certificate } from 'node:crypto';
import type { HallPeerId } from '#domain/ids.ts';
import { peerIdOf } from './certificate.ts';

/** This hall towards other halls, by one of its keys. */
export type Identity = Readonly<{
  /** Of the key. */
  id: HallPeerId;
  /** PEM; goes to TLS and nowhere else. */
  key: string;
  certificate: string;
  /** When the certificate is over. */
  endsAtMs: number;
  /** Base64 Ed25519 signature of a statement. */
  sign(statement: string): string;
}>;

/** From a private key and its certificate, PEM one behind the other. Throws when they do not belong together. */
export function identityFrom(pem: string): Identity {
  const privateKey = createPrivateKey(pem);
  const certificate = new X509Certificate(pem);
  if (!certificate.checkPrivateKey(privateKey)) throw new Error('key and certificate do not belong together');
  return {
    id: peerIdOf(certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: certificate.toString(),
    endsAtMs: certificate.validToDate.getTime(),
    sign: (statement) => sign(null, Buffer.from(statement), privateKey).toString('base64'),
  };
}

/** Whether the hall of this certificate (PEM) signed the statement. */
export function isSignedBy(certificate: string, statement: string, signature: string): boolean {
  const publicKey = createPublicKey(certificate);
  return verify(null, Buffer.from(statement), publicKey, Buffer.from(signature, 'base64'));
}
