import 'reflect-metadata';
import { createPrivateKey, generateKeyPairSync, randomBytes, sign, webcrypto, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { peerIdOf } from '../../src/hall/peers/certificate.ts';
import type { Identity } from '../../src/hall/peers/identity.ts';

export type Dates = Readonly<{ notBefore: Date; notAfter: Date }>;

const dayMs = 24 * 60 * 60 * 1000;
/** A certificate that was good once. */
export const expired = (): Dates => ({
  notBefore: new Date(Date.now() - 400 * dayMs),
  notAfter: new Date(Date.now() - dayMs),
});
/** A certificate that will be good one day. */
export const notYet = (): Dates => ({
  notBefore: new Date(Date.now() + dayMs),
  notAfter: new Date(Date.now() + 400 * dayMs),
});
/** A certificate that is good for so long from now. */
export const forMs = (lifeMs: number): Dates => ({
  notBefore: new Date(Date.now() - dayMs),
  notAfter: new Date(Date.now() + lifeMs),
});

/**
 * An identity as a hall has one, but with dates of our choice, under another's name, or over a key that is given (PEM). The
 * dates of a certificate are whole seconds.
 */
export async function forgePapers(
  dates: Dates,
  { name, key }: Readonly<{ name?: string; key?: string }> = {},
): Promise<Identity> {
  const pair =
    key === undefined
      ? generateKeyPairSync('ed25519')
      : { privateKey: createPrivateKey(key), publicKey: createPrivateKey(key) };
  const pkcs8 = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
  const jwk = pair.privateKey.export({ format: 'jwk' });
  const algorithm = { name: 'Ed25519' };
  const privateKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
  const publicKey = await webcrypto.subtle.importKey(
    'jwk',
    { kty: 'OKP', crv: 'Ed25519', x: jwk.x! },
    algorithm,
    true,
    ['verify'],
  );
  const make = (commonName: string): Promise<x509.X509Certificate> =>
    x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: randomBytes(16).toString('hex'),
      name: `CN=${commonName}`,
      ...dates,
      // Node's type and the browser's differ in what a key may be used for, the keys do not.
      keys: { privateKey: privateKey as CryptoKey, publicKey: publicKey as CryptoKey },
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      ],
    });
  const id = peerIdOf(new X509Certificate((await make('any')).toString('pem')));
  const certificate = new X509Certificate((await make(name ?? id)).toString('pem'));
  return {
    id,
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: certificate.toString(),
    endsAtMs: certificate.validToDate.getTime(),
    sign: (statement) => sign(null, Buffer.from(statement), pair.privateKey).toString('base64'),
  };
}
