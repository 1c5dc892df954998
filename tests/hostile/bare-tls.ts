import { createCipheriv, createDecipheriv, createHash, createHmac, createPublicKey, diffieHellman } from 'node:crypto';
import { generateKeyPairSync, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto';
import type { Socket } from 'node:net';

/*
 * A TLS 1.3 client of one cipher (AES-128-GCM with X25519) that may show any certificate and sign with any key. OpenSSL
 * never shows a certificate without its key, and whoever copied one would not ask OpenSSL.
 */

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const hmac = (key: Uint8Array, bytes: Uint8Array): Buffer => createHmac('sha256', key).update(bytes).digest();
const uint = (value: number, bytes: number): Buffer => {
  const made = Buffer.alloc(bytes);
  made.writeUIntBE(value, 0, bytes);
  return made;
};
const sized = (lengthBytes: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([uint(body.length, lengthBytes), body]);
};
const message = (type: number, ...parts: Uint8Array[]): Buffer => Buffer.concat([uint(type, 1), sized(3, ...parts)]);
const extension = (type: number, ...parts: Uint8Array[]): Buffer => Buffer.concat([uint(type, 2), sized(2, ...parts)]);
const spkiHead = Buffer.from('302a300506032b656e032100', 'hex');

/** HKDF-Expand-Label of RFC 8446 §7.1; never more than one hash long here. */
function expand(secret: Uint8Array, label: string, context: Uint8Array, length: number): Buffer {
  const asked = Buffer.concat([
    uint(length, 2),
    sized(1, Buffer.from(`tls13 ${label}`)),
    sized(1, context),
    Uint8Array.of(1),
  ]);
  return hmac(secret, asked).subarray(0, length);
}

/** One direction's keys: seals and opens records, counting them. */
class RecordKeys {
  readonly #key: Buffer;
  readonly #iv: Buffer;
  #count = 0;

  constructor(secret: Uint8Array) {
    this.#key = expand(secret, 'key', Buffer.alloc(0), 16);
    this.#iv = expand(secret, 'iv', Buffer.alloc(0), 12);
  }

  #nonce(): Buffer {
    const nonce = Buffer.from(this.#iv);
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ this.#count) >>> 0, 8);
    this.#count += 1;
    return nonce;
  }

  seal(type: number, plain: Uint8Array): Buffer {
    const head = Buffer.concat([Buffer.from([23, 3, 3]), uint(plain.length + 17, 2)]);
    const cipher = createCipheriv('aes-128-gcm', this.#key, this.#nonce()).setAAD(head);
    const body = Buffer.concat([cipher.update(plain), cipher.update(Uint8Array.of(type)), cipher.final()]);
    return Buffer.concat([head, body, cipher.getAuthTag()]);
  }

  open(head: Buffer, body: Buffer): Readonly<{ type: number; plain: Buffer }> {
    const decipher = createDecipheriv('aes-128-gcm', this.#key, this.#nonce()).setAAD(head);
    decipher.setAuthTag(body.subarray(-16));
    let plain = Buffer.concat([decipher.update(body.subarray(0, -16)), decipher.final()]);
    while (plain.at(-1) === 0) plain = plain.subarray(0, -1);
    return { type: plain.at(-1) ?? 0, plain: plain.subarray(0, -1) };
  }
}

/** Reads whole records off a socket; null at its end. */
function recordsOf(socket: Socket): () => Promise<Readonly<{ head: Buffer; body: Buffer }> | null> {
  let bytes = Buffer.alloc(0);
  let isOver = false;
  let wake = (): void => {};
  socket.on('data', (more: Buffer) => {
    bytes = Buffer.concat([bytes, more]);
    wake();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    isOver = true;
    wake();
  });
  return async () => {
    for (;;) {
      const length = bytes.length < 5 ? Infinity : 5 + bytes.readUInt16BE(3);
      if (bytes.length >= length) {
        const record = { head: bytes.subarray(0, 5), body: bytes.subarray(5, length) };
        bytes = bytes.subarray(length);
        return record;
      }
      if (isOver) return null;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}

/** The server's X25519 key out of its hello. */
function keyShareOf(serverHello: Buffer): KeyObject {
  let at = 4 + 2 + 32;
  at += 1 + serverHello.readUInt8(at) + 2 + 1 + 2;
  while (at < serverHello.length) {
    const [type, length] = [serverHello.readUInt16BE(at), serverHello.readUInt16BE(at + 2)];
    if (type === 51) {
      const raw = serverHello.subarray(at + 8, at + 4 + length);
      return createPublicKey({ key: Buffer.concat([spkiHead, raw]), format: 'der', type: 'spki' });
    }
    at += 4 + length;
  }
  throw new Error('the server names no key');
}

/** Shows `certificate`, signs with `key`, asks for `request` and gives back all that the server then says in clear. */
export async function speakAs(
  socket: Socket,
  papers: Readonly<{ certificate: string; key: KeyObject }>,
  request: string,
): Promise<string> {
  const next = recordsOf(socket);
  const own = generateKeyPairSync('x25519');
  const ownShare = own.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  const clientHello = message(
    1,
    Buffer.from([3, 3]),
    randomBytes(32),
    sized(1),
    sized(2, Buffer.from('1301', 'hex')),
    sized(1, Uint8Array.of(0)),
    sized(
      2,
      extension(43, sized(1, Buffer.from('0304', 'hex'))),
      extension(10, sized(2, Buffer.from('001d', 'hex'))),
      extension(13, sized(2, Buffer.from('08070403', 'hex'))),
      extension(51, sized(2, Buffer.from('001d', 'hex'), sized(2, ownShare))),
    ),
  );
  socket.write(Buffer.concat([Buffer.from([22, 3, 1]), sized(2, clientHello)]));

  const first = await next();
  if (first?.head[0] !== 22) return '';
  const serverHello = first.body;
  const shared = diffieHellman({ privateKey: own.privateKey, publicKey: keyShareOf(serverHello) });
  const zeros = Buffer.alloc(32);
  const nothing = sha256(Buffer.alloc(0));
  const handshake = hmac(expand(hmac(zeros, zeros), 'derived', nothing, 32), shared);
  let said = Buffer.concat([clientHello, serverHello]);
  const clientSecret = expand(handshake, 'c hs traffic', sha256(said), 32);
  const reading = new RecordKeys(expand(handshake, 's hs traffic', sha256(said), 32));

  // Everything up to the server's Finished (20), however it is cut into records.
  let flight = Buffer.alloc(0);
  for (let isFinished = false; !isFinished;) {
    const record = await next();
    if (record === null) return '';
    if (record.head[0] !== 23) continue;
    const { type, plain } = reading.open(record.head, record.body);
    if (type !== 22) return '';
    flight = Buffer.concat([flight, plain]);
    for (let at = 0; at + 4 <= flight.length; at += 4 + flight.readUIntBE(at + 1, 3))
      if (flight[at] === 20 && at + 4 + flight.readUIntBE(at + 1, 3) <= flight.length) isFinished = true;
  }
  said = Buffer.concat([said, flight]);
  const master = hmac(expand(handshake, 'derived', nothing, 32), zeros);
  const application = sha256(said);

  const shown = message(11, sized(1), sized(3, sized(3, new X509Certificate(papers.certificate).raw), sized(2)));
  said = Buffer.concat([said, shown]);
  const context = Buffer.from(`${' '.repeat(64)}TLS 1.3, client CertificateVerify\0`, 'latin1');
  const signature = sign(null, Buffer.concat([context, sha256(said)]), papers.key);
  const proof = message(15, Buffer.from('0807', 'hex'), sized(2, signature));
  said = Buffer.concat([said, proof]);
  const finished = message(20, hmac(expand(clientSecret, 'finished', Buffer.alloc(0), 32), sha256(said)));
  const writing = new RecordKeys(clientSecret);
  socket.write(writing.seal(22, Buffer.concat([shown, proof, finished])));
  const talking = new RecordKeys(expand(master, 'c ap traffic', application, 32));
  socket.write(talking.seal(23, Buffer.from(request)));

  const hearing = new RecordKeys(expand(master, 's ap traffic', application, 32));
  let answer = '';
  for (;;) {
    const record = await next();
    if (record === null) return answer;
    if (record.head[0] !== 23) continue;
    const { type, plain } = hearing.open(record.head, record.body);
    if (type === 23) {
      answer += plain.toString('latin1');
      socket.destroy();
    } else if (type === 21) return answer;
  }
}
