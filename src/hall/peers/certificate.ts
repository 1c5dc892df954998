import { createHash, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import type { HallPeerId } from '#domain/ids.ts';
import { keyEndsAtMs } from '#domain/peers/renewal.ts';

function idOfSpki(spki: Uint8Array): HallPeerId {
  return createHash('sha256').update(spki).digest('hex') as HallPeerId;
}

/** The id of this certificate's key; a hall is called by the key that it had when it was paired. */
export function peerIdOf(certificate: X509Certificate): HallPeerId {
  return idOfSpki(certificate.publicKey.export({ type: 'spki', format: 'der' }));
}

/** The id of the key of a certificate as PEM. Throws for what is no certificate. */
export function keyIdOf(certificate: string): HallPeerId {
  return peerIdOf(new X509Certificate(certificate));
}

/** Whether the certificate is neither too early nor over. */
export function isInDate({ validFromDate, validToDate }: X509Certificate, nowMs: number): boolean {
  return validFromDate.getTime() <= nowMs && nowMs <= validToDate.getTime();
}

/**
 * A new Ed25519 key with a self-signed certificate, both PEM. Its name is the key's id unless one is given: OpenSSL
 * finds trusted certificates by name, and among several of one name it takes the wrong one.
 */
export async function makeCertificate(
  name?: string,
  nowMs = Date.now(),
): Promise<Readonly<{ key: string; certificate: string }>> {
  // The generator resolves its parts by reflection and is needed once in years: it is loaded only then.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const algorithm = { name: 'Ed25519' };
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const spki = new Uint8Array(await webcrypto.subtle.exportKey('spki', keys.publicKey));
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomBytes(16).toString('hex'),
    name: `CN=${name ?? idOfSpki(spki)}`,
    // A hall PC whose clock fell back must still be let in; only the end is meant, and it is told long before.
    notBefore: new Date(Date.UTC(2000, 0, 1)),
    notAfter: new Date(keyEndsAtMs(nowMs)),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
    ],
  });
  const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { key: `${key}\n`, certificate: `${certificate.toString('pem')}\n` };
}
