import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { fingerprintsOf, remoteCertificates } from '../../../../renderer/link/remote-certificate.ts';
import { makeCertificate } from '../../../../src/hall/peers/certificate.ts';

/* Real certificates; the connection only hands them out. */

const der = (pem: string): ArrayBuffer => Uint8Array.from(new X509Certificate(pem).raw).buffer;
function connectionOf(
  transports: readonly (readonly ArrayBuffer[] | null)[],
): Pick<RTCPeerConnection, 'getTransceivers'> {
  const transceivers = transports.map((certificates) => {
    const transport = certificates === null ? null : { getRemoteCertificates: () => certificates };
    return { sender: { transport }, receiver: { transport } };
  });
  return { getTransceivers: () => transceivers as unknown as RTCRtpTransceiver[] };
}

test('the fingerprint of a certificate is written as the description writes it', async () => {
  const { certificate } = await makeCertificate();
  const expected = new X509Certificate(certificate);
  expect(await fingerprintsOf(remoteCertificates(connectionOf([[der(certificate)]])), ['SHA-256', 'SHA-512'])).toEqual([
    [`SHA-256 ${expected.fingerprint256}`, `SHA-512 ${expected.fingerprint512}`],
  ]);
});

test('every transport is looked at, and one without a handshake says nothing', async () => {
  const [one, other] = await Promise.all([makeCertificate(), makeCertificate()]);
  const seen = await fingerprintsOf(
    remoteCertificates(connectionOf([[der(one.certificate)], null, [], [der(other.certificate)]])),
    ['SHA-256'],
  );
  expect(seen).toEqual([
    [`SHA-256 ${new X509Certificate(one.certificate).fingerprint256}`],
    [`SHA-256 ${new X509Certificate(other.certificate).fingerprint256}`],
  ]);
});
