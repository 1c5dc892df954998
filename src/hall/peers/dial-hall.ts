import { X509Certificate } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';
import { WebSocket, type ClientOptions } from 'ws';
import type { HallPeerId } from '#domain/ids.ts';
import { newestPin, pinsOf, type HallAddress, type PairedHall } from '#domain/peers/paired-hall.ts';
import { keyIdOf, peerIdOf } from './certificate.ts';
import type { Identity } from './identity.ts';
import { largestFrameBytes } from './link.ts';

const handshakeLimitMs = 3000;
const wrongKey = 'WRONG_PEER_KEY';

/** `host` as it stands in an address: IPv6 in brackets. */
function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Node takes an error for a refusal; the types of `ws` know only a boolean. */
function keyCheck(
  expected: readonly HallPeerId[],
  onMet: (keyId: HallPeerId) => void,
): NonNullable<ClientOptions['checkServerIdentity']> {
  const check = (_host: string, { raw }: PeerCertificate): Error | undefined => {
    const keyId = peerIdOf(new X509Certificate(raw));
    if (!expected.includes(keyId)) return Object.assign(new Error(wrongKey), { code: wrongKey });
    onMet(keyId);
    return undefined;
  };
  return check as unknown as NonNullable<ClientOptions['checkServerIdentity']>;
}

export type DialOrder = Readonly<{
  peer: PairedHall;
  address: HallAddress;
  path: string;
  identity: Identity;
  /** False for who answers pings himself. */
  autoPong?: boolean;
  /** It answered, and with this one of its pinned keys. */
  onMet?(keyId: HallPeerId): void;
}>;

/** One attempt to reach a paired hall by mutual TLS 1.3; only the holder of its pinned key is spoken to. */
export function dialHall({ peer, address, path, identity, autoPong = true, onMet }: DialOrder): WebSocket {
  const options: ClientOptions & Readonly<{ servername: string }> = {
    key: identity.key,
    cert: identity.certificate,
    ca: [...pinsOf(peer)],
    // Says which of its keys we know it by, for a hall that has several while it renews.
    servername: keyIdOf(newestPin(peer)),
    minVersion: 'TLSv1.3',
    rejectUnauthorized: true,
    handshakeTimeout: handshakeLimitMs,
    maxPayload: largestFrameBytes,
    perMessageDeflate: false,
    autoPong,
    followRedirects: false,
    // The name in the certificate says nothing; the key does.
    checkServerIdentity: keyCheck(pinsOf(peer).map(keyIdOf), (keyId) => onMet?.(keyId)),
  };
  return new WebSocket(`wss://${hostInUrl(address.host)}:${String(address.port)}${path}`, options);
}

/** A connection beside the link; null when it does not come up. `isPaused`: nothing is read from it before it is resumed. */
export async function openBeside(order: DialOrder, isPaused = false): Promise<WebSocket | null> {
  const socket = dialHall(order);
  return new Promise((resolve) => {
    socket.on('error', () => {});
    socket.once('open', () => {
      if (isPaused) socket.pause();
      resolve(socket);
    });
    socket.once('close', () => resolve(null));
  });
}
