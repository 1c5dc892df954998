/**
 * The certificates that DTLS really saw, DER. Empty until a handshake is done. Read from the transports and not from `getStats`,
 * whose certificates stay empty for ever when they were asked for a moment before the handshake.
 */
export function remoteCertificates(connection: Pick<RTCPeerConnection, 'getTransceivers'>): readonly ArrayBuffer[] {
  const transports = new Set<RTCDtlsTransport>();
  for (const { receiver, sender } of connection.getTransceivers())
    for (const { transport } of [receiver, sender]) if (transport !== null) transports.add(transport);
  return [...transports].flatMap((each) => each.getRemoteCertificates().slice(0, 1));
}

/** Their fingerprints as in SDP (`SHA-256 AB:CD:…`, upper case), one line for each certificate and algorithm. */
export function fingerprintsOf(
  certificates: readonly ArrayBuffer[],
  algorithms: readonly string[],
): Promise<readonly (readonly string[])[]> {
  return Promise.all(
    certificates.map((certificate) => Promise.all(algorithms.map((name) => fingerprintOf(name, certificate)))),
  );
}

/** RFC 8122 §5. `name` is as in SDP and in Web Crypto: SHA-256, SHA-384 or SHA-512. */
async function fingerprintOf(name: string, certificate: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest(name, certificate));
  return `${name} ${[...hash].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`.toUpperCase();
}
