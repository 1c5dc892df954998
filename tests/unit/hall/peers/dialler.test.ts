import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { expect, test } from 'vitest';
import { newlyPaired } from '#domain/peers/paired-hall.ts';
import { Dialler } from '../../../../src/hall/peers/dialler.ts';
import type { Identity } from '../../../../src/hall/peers/identity.ts';
import { openOwnKeys } from '../../../../src/hall/peers/own-keys.ts';
import { quietLog } from '../api/open-door.ts';

const answersAfterMs = 1000;

test('attempts that overlap and are refused together count as one refusal, so that a slow hall is soon asked again', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-dialler-'));
  const identity = async (name: string): Promise<Identity> => {
    const opened = await openOwnKeys(path.join(folder, name), {
      hasPairedHalls: false,
      nowMs: Date.now,
      log: quietLog,
    });
    if (!opened.ok) throw new Error(opened.fault.key);
    return opened.value.newest();
  };
  const [own, meant, impostor] = [await identity('own'), await identity('meant'), await identity('impostor')];
  const tls = createTlsServer({ key: impostor.key, cert: impostor.certificate });
  tls.on('tlsClientError', () => undefined);
  let asked = 0;
  const door = createServer((socket) => {
    asked += 1;
    socket.on('error', () => undefined);
    setTimeout(() => tls.emit('connection', socket), answersAfterMs);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { port } = door.address() as AddressInfo;
  const address = { host: '127.0.0.1', port };
  const peer = newlyPaired({
    ...{ id: meant.id, court: '', hall: '', certificate: meant.certificate, address },
    ...{ pairedAtMs: 0, ownId: own.id },
  });
  const faults = new Set<string>();
  const dialler = new Dialler({
    parties: () => ({ peer, identity: own }),
    address,
    onOpen: () => expect.fail('nobody may be taken for the hall that was meant'),
    onFault: (told) => faults.add(told?.key ?? ''),
  });
  dialler.dial();
  // Five are on their way before the first is refused; counted one by one the next would come 6.4 s after them.
  await expect.poll(() => asked, { timeout: 6000 }).toBeGreaterThan(6);
  expect([...faults]).toEqual(['peer.impostor']);
  dialler.stop();
  door.close();
  rmSync(folder, { recursive: true, force: true });
});
