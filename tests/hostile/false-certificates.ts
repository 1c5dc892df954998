import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { WebSocketServer } from 'ws';
import type { NewlyPaired } from '#domain/peers/paired-hall.ts';
import type { Identity } from '../../src/hall/peers/identity.ts';
import type { BesiegedCourt } from './besieged-court.ts';
import { expired, forgePapers, forMs, notYet } from './forged-papers.ts';
import { dial, joinAs, linkAs, outcomeOf, pairAs, wait } from './hostile-hall.ts';

/** A server in the place of a paired hall that the court dials; counts what it gets to hear. */
type FalseHall = Readonly<{ pinned: Identity; port: number; frames(): number; server: Server }>;

/** As it stood before keys could be renewed. */
type PairedBefore = Omit<NewlyPaired, 'ownId'>;

/** Halls that the court was paired with before it started: the pairing of today takes none of these. */
export type FalseHalls = Readonly<{
  callers: Readonly<Record<'expired' | 'notYet', Identity>>;
  dialled: Readonly<Record<'swapped' | 'expired' | 'notYet', FalseHall>>;
  paired: readonly PairedBefore[];
  close(): void;
}>;

async function serveAs(pinned: Identity, shown: Identity): Promise<FalseHall> {
  let frames = 0;
  const server = createHttpsServer({ key: shown.key, cert: shown.certificate, requestCert: true, ca: [] });
  server.on('tlsClientError', () => {});
  new WebSocketServer({ server }).on('connection', (socket) => socket.on('message', () => (frames += 1)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { pinned, port: (server.address() as AddressInfo).port, frames: () => frames, server };
}

export async function raiseFalseHalls(): Promise<FalseHalls> {
  const callers = { expired: await forgePapers(expired()), notYet: await forgePapers(notYet()) };
  const good = await forgePapers(forMs(3_600_000));
  const [old, early] = [await forgePapers(expired()), await forgePapers(notYet())];
  const dialled = {
    // Another key under the same name.
    swapped: await serveAs(good, await forgePapers(forMs(3_600_000), { name: good.id })),
    expired: await serveAs(old, old),
    notYet: await serveAs(early, early),
  };
  const pairedAs = ({ id, certificate }: Identity, port: number | null): PairedBefore => ({
    id,
    certificate,
    court: 'Hostile',
    hall: '9',
    address: port === null ? null : { host: '127.0.0.1', port },
    pairedAtMs: 1,
  });
  return {
    callers,
    dialled,
    paired: [
      ...Object.values(callers).map((identity) => pairedAs(identity, null)),
      ...Object.values(dialled).map(({ pinned, port }) => pairedAs(pinned, port)),
    ],
    close: () => {
      for (const { server } of Object.values(dialled)) server.close();
    },
  };
}

/** Dials with a certificate that no longer (or not yet) is good, or is not the pinned one although its key may be. */
async function dialWithThem(court: BesiegedCourt, { callers }: FalseHalls, known: Identity): Promise<void> {
  const knock = async (name: string, address: string, why: string, { key, certificate }: Identity): Promise<void> =>
    court.under(
      name,
      { code: 'LNK-105', inLog: (line) => line.address === address && (line.why ?? '').includes(why) },
      async () => {
        const { isLetIn, frames } = await outcomeOf(dial(court.port, address, { key, cert: certificate }));
        return { isRefused: !isLetIn && frames === 0, frames };
      },
    );
  await knock('expired certificate of a paired hall', '127.0.2.1', 'CERT_HAS_EXPIRED', callers.expired);
  await knock('not yet valid certificate of a paired hall', '127.0.2.2', 'CERT_NOT_YET_VALID', callers.notYet);
  // The dates of the pinned certificate cannot be made better by whoever has its key.
  const renewed = await forgePapers(forMs(3_600_000), { key: callers.expired.key });
  await knock('expired hall with a new certificate over its key', '127.0.2.3', '', renewed);
  const other = await forgePapers(expired(), { key: known.key });
  await knock("paired hall's key under an expired certificate", '127.0.2.4', '', other);
}

/** The court dials halls that are not, or no longer, what it was paired with. */
async function beDialled(court: BesiegedCourt, { dialled }: FalseHalls): Promise<void> {
  for (const [name, { pinned, frames }] of Object.entries(dialled))
    await court.under(
      `${name} certificate where the court dials`,
      { code: 'LNK-301', inLog: ({ peerId }) => peerId === pinned.id },
      async () => {
        const shown = await court.console.until(
          ({ peers }) => peers.find(({ id }) => id === pinned.id)?.fault?.key === 'peer.impostor',
          15_000,
          'the false hall is seen',
        );
        const { link } = shown.peers.find(({ id }) => id === pinned.id)!;
        return { isRefused: link !== 'up' && frames() === 0, frames: frames() };
      },
    );
}

/** Pairing with a certificate that is no longer good, from both sides. */
async function pairWithThem(court: BesiegedCourt): Promise<void> {
  const old = await forgePapers(expired());
  await court.under(
    'expired certificate that would be paired',
    { code: 'LNK-105', inLog: ({ why }) => why === 'no good certificate' },
    async () => {
      const { code } = await court.console.must('peer.invite', {});
      const joined = await joinAs(old, court.port, code);
      const isPaired = court.console.state()?.peers.some(({ id }) => id === old.id) ?? false;
      return { isRefused: !joined.ok && !isPaired };
    },
  );
  await court.under('expired certificate where the court would join', { code: 'LNK-301', inLog: null }, async () => {
    const tls = createTlsServer({ key: old.key, cert: old.certificate, requestCert: true, rejectUnauthorized: false });
    tls.on('tlsClientError', () => {});
    tls.on('secureConnection', (socket: TLSSocket) => socket.on('error', () => {}));
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (bytes: Buffer) => {
        socket.pause();
        if (bytes.length > 1) socket.unshift(bytes.subarray(1));
        tls.emit('connection', socket);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const joined = await court.console.ask('peer.join', { host: '127.0.0.1', port, code: '123456789' });
    server.close();
    return { isRefused: !joined.ok && joined.fault.key === 'peer.impostor' };
  });
}

/** The TLS session that a hall may take up again later; null when the service gives none. */
async function sessionOf({ key, certificate }: Identity, port: number, localAddress: string): Promise<Buffer | null> {
  const address = { host: '127.0.0.1', port, localAddress };
  const tls = connectTls({ ...address, key, cert: certificate, minVersion: 'TLSv1.3', rejectUnauthorized: false });
  let newest: Buffer | null = null;
  tls.on('error', () => {});
  tls.on('session', (session) => (newest = session));
  await wait(1000);
  tls.destroy();
  return newest;
}

/** A certificate that was good when it came in and no longer is, by a new handshake and by an old session. */
async function lapse(court: BesiegedCourt): Promise<void> {
  const lifeMs = 9000;
  const endsMs = Date.now() + lifeMs;
  const lapsing = await forgePapers(forMs(lifeMs));
  const to = await pairAs(lapsing, court);
  const link = await linkAs(lapsing, to, court.port, { from: '127.0.2.5' });
  link.close();
  const kept = await sessionOf(lapsing, court.port, '127.0.2.5');
  await wait(Math.max(0, endsMs - Date.now()) + 1500);
  const papers = { key: lapsing.key, cert: lapsing.certificate };
  await court.under(
    'certificate that lapsed since it was let in',
    { code: 'LNK-105', inLog: ({ address, why }) => address === '127.0.2.6' && why === 'CERT_HAS_EXPIRED' },
    async () => {
      const { isLetIn, frames } = await outcomeOf(dial(court.port, '127.0.2.6', papers));
      return { isRefused: !isLetIn && frames === 0, frames };
    },
  );
  await court.under(
    'certificate that lapsed, with a session of its good days',
    { code: 'LNK-105', inLog: ({ address, why }) => address === '127.0.2.7' && why === 'old session' },
    async () => {
      if (kept === null) return { isRefused: false, error: 'no session was given' };
      const { isLetIn, frames } = await outcomeOf(dial(court.port, '127.0.2.7', { ...papers, session: kept }));
      return { isRefused: !isLetIn && frames === 0, frames };
    },
  );
}

export async function showFalseCertificates(court: BesiegedCourt, halls: FalseHalls, known: Identity): Promise<void> {
  await dialWithThem(court, halls, known);
  await beDialled(court, halls);
  await pairWithThem(court);
  await lapse(court);
}
