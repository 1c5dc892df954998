import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { makeCertificate } from '../../src/hall/peers/certificate.ts';
import { openPeers, type Peers } from '../../src/hall/peers/index.ts';
import { silentLog } from '../fixtures/make-hall.ts';
import { bothUp, dialAs, freePort, nobodyHears, startLinkedHall, type LinkedHall } from './hall-pair.ts';
import { until } from './start-service.ts';

let court: LinkedHall;
let colony: LinkedHall;
const scratch = mkdtempSync(path.join(tmpdir(), 'tarazy-strangers-'));
beforeAll(async () => {
  [court, colony] = await Promise.all([startLinkedHall(), startLinkedHall()]);
});
afterAll(async () => {
  await Promise.all([court.close(), colony.close()]);
  rmSync(scratch, { recursive: true, force: true });
});

const join = (code: string) => colony.console.ask('peer.join', { host: '127.0.0.1', port: court.port, code });
const key = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.fault.key);
const wrong = (code: string): string => code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
const logOf = (hall: LinkedHall): string =>
  readdirSync(path.join(hall.home, 'logs'))
    .map((name) => readFileSync(path.join(hall.home, 'logs', name), 'utf8'))
    .join('');

describe('a hall without a paired one', () => {
  test('hears nobody while it shows no code', async () => {
    expect(key(await join('123-456-789'))).toBe('peer.code-dead');
    expect(court.console.state()?.peers).toEqual([]);
  });

  test('refuses a code that was wrong three times, also when it is right then', async () => {
    const { code } = await court.console.must('peer.invite', {});
    expect(code).toMatch(/^\d{3}-\d{3}-\d{3}$/);
    const first = await join(wrong(code));
    expect(first).toMatchObject({ ok: false, fault: { key: 'peer.code-wrong', args: { triesLeft: 2 } } });
    await until(() => court.console.state()?.isInviting === true, 3000, 'the code is shown');
    expect(key(await join(wrong(code)))).toBe('peer.code-wrong');
    expect(key(await join(wrong(code)))).toBe('peer.code-dead');
    expect(key(await join(code))).toBe('peer.code-dead');
    await until(() => court.console.state()?.isInviting === false, 3000, 'no window shows the dead code');
    expect(court.console.state()?.peers).toEqual([]);
    expect(colony.console.state()?.peers).toEqual([]);
  });

  test('does not pair with itself', async () => {
    const { code } = await court.console.must('peer.invite', {});
    expect(key(await court.console.ask('peer.join', { host: '127.0.0.1', port: court.port, code }))).toBe(
      'peer.itself',
    );
  });

  test('says so when nobody is there', async () => {
    const port = await freePort();
    const joined = await colony.console.ask('peer.join', { host: '127.0.0.1', port, code: '123456789' });
    expect(joined).toMatchObject({ ok: false, fault: { key: 'peer.unreachable', args: { port } } });
  });
});

describe('a code', () => {
  test('is worth nothing after five minutes', async () => {
    let skippedMs = 0;
    const open = async (name: string, listen: { host: string; port: number } | null): Promise<Peers> => {
      const home = path.join(scratch, name);
      const opened = await openPeers({
        keysFolder: path.join(home, 'keys'),
        peersFile: path.join(home, 'peers.json'),
        introductionsFolder: path.join(home, 'halls'),
        listen,
        ownName: () => ({ court: name, hall: '1' }),
        mayCall: () => true,
        mostCalls: 2,
        mostParties: 2,
        turn: null,
        leastKbps: 1000,
        nowMs: () => Date.now() + skippedMs,
        on: nobodyHears,
        log: silentLog,
      });
      if (!opened.ok) throw new Error(opened.fault.key);
      await opened.value.start();
      return opened.value;
    };
    const address = { host: '127.0.0.1', port: await freePort() };
    const inviter = await open('inviter', address);
    const joiner = await open('joiner', null);
    expect(joiner.invite()).toEqual(failed({ key: 'peer.not-listening', args: {} }));
    const old = inviter.invite();
    skippedMs = 5 * 60_000;
    expect(key(await joiner.join(address, old.ok ? old.value.code : ''))).toBe('peer.code-dead');
    const fresh = inviter.invite();
    expect(await joiner.join(address, fresh.ok ? fresh.value.code : '')).toMatchObject(done({ court: 'inviter' }));
    await Promise.all([inviter.close(), joiner.close()]);
  });

  test('pairs two halls once; each keeps the other’s name and key, readable by its owner only', async () => {
    const { code, hosts, port } = await court.console.must('peer.invite', {});
    expect({ hosts, port }).toEqual({ hosts: ['127.0.0.1'], port: court.port });
    expect(key(await join(code.replaceAll('-', ' ')))).toBe('ok');
    await bothUp(court, colony);
    await until(() => court.console.state()?.isInviting === false, 3000, 'the spent code is gone from the screen');
    expect(key(await join(code))).toBe('peer.code-dead');
    const id = court.console.state()!.peers[0]!.id;
    const file = path.join(court.home, 'peers.json');
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ halls: [{ id, address: null }] });
    expect(logOf(court) + logOf(colony)).not.toContain(code.replaceAll('-', ''));
  });
});

describe('a stranger', () => {
  /** What a stranger hears before the line ends. */
  async function knock(name?: string): Promise<Readonly<{ frames: number; end: string }>> {
    const socket = dialAs(await makeCertificate(name), court.port);
    let frames = 0;
    socket.on('message', () => (frames += 1));
    socket.on('open', () =>
      socket.send(JSON.stringify({ hello: 1, court: 'X', hall: 'X', counterSeen: 0, run: '0'.repeat(32) })),
    );
    const end = await new Promise<string>((resolve) => {
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      socket.on('close', (code) => resolve(String(code)));
    });
    return { frames, end };
  }

  test.each(['of its own', 'of a paired hall'])(
    'with the name %s is refused with a code, and no frame passes',
    async (which) => {
      const name = which === 'of its own' ? undefined : court.console.state()!.peers[0]!.id;
      expect(await knock(name)).toEqual({ frames: 0, end: 'ECONNRESET' });
      const told = '"code":"LNK-105","address":"127.0.0.1","why":"DEPTH_ZERO_SELF_SIGNED_CERT"';
      await until(() => logOf(court).includes(told), 3000, 'the refusal is in the log, with the address');
      expect(court.console.state()?.peers).toMatchObject([{ link: 'up' }]);
    },
  );

  test('that crowds the port keeps no paired hall out', async () => {
    const silent = Array.from({ length: 100 }, () => connect(court.port, '127.0.0.1'));
    for (const socket of silent) socket.on('error', () => {});
    await colony.service.stop('SIGKILL');
    colony.restart();
    await court.console.until(({ peers }) => peers[0]?.link !== 'up', 6000, 'the paired hall is gone');
    await court.console.until(({ peers }) => peers[0]?.link === 'up', 20_000, 'the paired hall came through');
    await until(() => logOf(court).includes('"why":"too many at once"'), 3000, 'the crowd is told');
    for (const socket of silent) socket.destroy();
  });

  test('that speaks no TLS, or too slowly, is shut out', async () => {
    const closed = (text: string) =>
      new Promise<void>((resolve) => {
        const socket = connect(court.port, '127.0.0.1', () => socket.write(text));
        socket.on('error', () => {});
        socket.on('close', () => resolve());
      });
    await closed('GET / HTTP/1.1\r\n\r\n');
    await closed('');
  });

  test('in the place of a paired hall is not believed by the hall that dials', async () => {
    await court.service.stop();
    await colony.console.until((state) => state.peers[0]?.link !== 'up', 6000, 'the link is down');
    const home = path.join(scratch, 'thief');
    const opened = await openPeers({
      keysFolder: path.join(home, 'keys'),
      peersFile: path.join(home, 'peers.json'),
      introductionsFolder: path.join(home, 'halls'),
      listen: { host: '127.0.0.1', port: court.port },
      ownName: () => ({ court: '', hall: '' }),
      mayCall: () => true,
      mostCalls: 2,
      mostParties: 2,
      turn: null,
      leastKbps: 1000,
      nowMs: Date.now,
      on: nobodyHears,
      log: silentLog,
    });
    if (!opened.ok) throw new Error(opened.fault.key);
    await opened.value.start();
    await colony.console.until((state) => state.peers[0]?.fault?.key === 'peer.impostor', 6000, 'the thief is seen');
    await opened.value.close();
    court.restart();
    await colony.console.until((state) => state.peers[0]?.link === 'up', 20_000, 'the true hall is back');
    expect(colony.console.state()?.peers[0]?.fault).toBeNull();
  });
});

describe('a hall that was removed', () => {
  test('is refused, and told so where it dials', async () => {
    await bothUp(court);
    await court.console.must('peer.remove', { peerId: court.console.state()!.peers[0]!.id });
    await colony.console.until((state) => state.peers[0]?.fault?.key === 'peer.refused-us', 10_000, 'it is told');
    expect(court.console.state()?.peers).toEqual([]);
  });
});
