import { createHash, randomBytes, webcrypto, type X509Certificate } from 'node:crypto';
import type { HallPeerId } from '#domain/ids.ts';

function idOfSpki(spki: Uint8Array): HallPeerId {
  return createHash('sha256').update(spki).digest('hex') as HallPeerId;
}

/** The id of the hall that holds the key of this certificate. */
export function peerIdOf(certificate: X509Certificate): HallPeerId {
  return idOfSpki(certificate.publicKey.export({ type: 'spki', format: 'der' }));
}

/**
 * A new Ed25519 key with a self-signed certificate, both PEM. Its name is the hall's id unless one is given: OpenSSL
 * finds trusted certificates by name, and among several of one name it takes the wrong one.
 */
export async function makeCertificate(name?: string): Promise<Readonly<{ key: string; certificate: string }>> {
  // The generator resolves its parts by reflection and is needed once in a hall's life: it is loaded only then.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const algorithm = { name: 'Ed25519' };
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const spki = new Uint8Array(await webcrypto.subtle.exportKey('spki', keys.publicKey));
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomBytes(16).toString('hex'),
    name: `CN=${name ?? idOfSpki(spki)}`,
    // The key is pinned, so the dates mean nothing; a hall PC with a wrong clock must still be let in (RFC 5280 §4.1.2.5).
    notBefore: new Date(Date.UTC(2000, 0, 1)),
    notAfter: new Date(Date.UTC(9999, 11, 31, 23, 59, 59)),
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
