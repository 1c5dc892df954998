import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import type { LinkFrame, LinkHello } from '#contract/peer-link.ts';
import type { CallSignalled } from '#contract/peers.ts';
import { done } from '#domain/outcome.ts';
import type { PairedHall } from '#domain/peers/paired-hall.ts';
import { createFingerprintGuard, type FingerprintGuard } from '../../src/hall/peers/fingerprint-guard.ts';
import type { Identity } from '../../src/hall/peers/identity.ts';
import { openOwnKeys } from '../../src/hall/peers/own-keys.ts';
import type { PeersEvents } from '../../src/hall/peers/index.ts';
import { createPairing } from '../../src/hall/peers/pairing.ts';
import { silentLog } from '../fixtures/make-hall.ts';
import { spawnService, type Line, type RunningHall } from './start-service.ts';

/** For a room of other halls whose word nobody waits for. */
export const nobodyHears: PeersEvents = {
  changed() {},
  signalled() {},
  callCounted() {},
  callChanged() {},
  callTurned() {},
  callRefused() {},
  measured() {},
  linkUp() {},
  exhibitSent() {},
  takeExhibit: async () => 'no-hearing',
  giveReport: async () => null,
  exhibitPage() {},
  incidentSaid: () => undefined,
  faultRaised() {},
  faultCleared() {},
};

/** A port of 127.0.0.1 that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A hall service with a port for other halls, and its windows. */
export type LinkedHall = {
  readonly home: string;
  readonly port: number;
  service: RunningHall;
  readonly console: Line;
  /** The call window's line, opened on demand, and what it was given of the other window. */
  call: Line | null;
  readonly signalled: CallSignalled[];
  /** Of these the ways through the services, of which only its own service tells a window. */
  readonly paths: CallSignalled[];
  restart(): void;
  openCallWindow(): Promise<Line>;
  close(): Promise<void>;
};

/** Whether a signal is the way through the services, which begins at the loopback. */
export function isOwnPath(signal: CallSignalled): boolean {
  return 'candidate' in signal && signal.candidate.candidate.includes(' 127.0.0.1 ');
}

export async function startLinkedHall(env: Readonly<Record<string, string>> = {}): Promise<LinkedHall> {
  const home = mkdtempSync(path.join(tmpdir(), 'tarazy-pair-'));
  const port = await freePort();
  const begin = (): RunningHall =>
    spawnService(home, {
      ...{ TARAZY_PEER_PORT: String(port), TARAZY_PEER_HOST: '127.0.0.1', TARAZY_TRAINING: '1' },
      ...env,
    });
  const service = begin();
  const signalled: CallSignalled[] = [];
  const paths: CallSignalled[] = [];
  const hall: LinkedHall = {
    home,
    port,
    service,
    console: await service.connect('console'),
    call: null,
    signalled,
    paths,
    restart() {
      hall.service = begin();
    },
    async openCallWindow() {
      const line = await hall.service.connect('call');
      line.on('call.signalled', (signal) => (isOwnPath(signal) ? paths : signalled).push(signal));
      hall.call = line;
      return line;
    },
    async close() {
      hall.console.close();
      hall.call?.close();
      await hall.service.stop('SIGKILL');
      rmSync(home, { recursive: true, force: true });
    },
  };
  return hall;
}

/** Pairs two halls by a code: `joiner` dials `inviter` from then on, at `port`. */
export async function pairByCode(inviter: LinkedHall, joiner: LinkedHall, port = inviter.port): Promise<void> {
  const { code } = await inviter.console.must('peer.invite', {});
  await joiner.console.must('peer.join', { host: '127.0.0.1', port, code });
  await bothUp(inviter, joiner);
}

export async function bothUp(...halls: readonly LinkedHall[]): Promise<void> {
  // News only: a window whose service was just restarted still holds what the old one said.
  const sinceMs = Date.now();
  for (const hall of halls)
    await hall.console.until(
      ({ wallMs, peers }) => wallMs > sinceMs && peers[0]?.link === 'up',
      40_000,
      'the link is up',
    );
}

/** A hall that is only a key and a socket, so that it may say what no service says. */
export type ScriptedHall = Readonly<{
  identity: Identity;
  /** Signs as this hall does, for the run of the service that it has met. */
  guard: FingerprintGuard;
  inviter: PairedHall;
  heard: LinkFrame[];
  say(frame: LinkFrame): void;
  close(): void;
}>;

async function newIdentity(home: string): Promise<Identity> {
  const opened = await openOwnKeys(path.join(home, 'keys'), { hasPairedHalls: false, nowMs: Date.now, log: silentLog });
  if (!opened.ok) throw new Error(opened.fault.key);
  return opened.value.newest();
}

/** Dials as a hall would, whoever answers. */
export function dialAs({ key, certificate }: Pick<Identity, 'key' | 'certificate'>, port: number): WebSocket {
  return new WebSocket(`wss://127.0.0.1:${String(port)}/v1/link`, {
    key,
    cert: certificate,
    // It is the hall's judgement of the caller that is tested, not the caller's of the hall.
    rejectUnauthorized: false,
    handshakeTimeout: 3000,
  });
}

export async function pairScripted(hall: Pick<LinkedHall, 'port' | 'console'>, home: string): Promise<ScriptedHall> {
  const identity = await newIdentity(home);
  const pairing = createPairing({
    own: () => identity,
    ownName: () => ({ court: 'Script', hall: '9' }),
    save: async () => done(undefined),
    nowMs: Date.now,
    onRefused: () => {},
  });
  const { code } = await hall.console.must('peer.invite', {});
  const joined = await pairing.join({ host: '127.0.0.1', port: hall.port }, code);
  if (!joined.ok) throw new Error(joined.fault.key);
  const socket = dialAs(identity, hall.port);
  const guard = createFingerprintGuard(() => identity, Date.now);
  const heard: LinkFrame[] = [];
  let isUp = false;
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    const hello = { hello: 1, court: 'Script', hall: '9', ...guard.hello(joined.value.id) };
    socket.on('open', () => socket.send(JSON.stringify(hello)));
    socket.on('message', (bytes: Buffer) => {
      const said: unknown = JSON.parse(bytes.toString('utf8'));
      if (isUp) heard.push(said as LinkFrame);
      else guard.met(joined.value.id, said as LinkHello);
      isUp = true;
      resolve();
    });
  });
  return {
    identity,
    guard,
    inviter: joined.value,
    heard,
    say: (frame) => socket.send(JSON.stringify(frame)),
    close: () => socket.terminate(),
  };
}
