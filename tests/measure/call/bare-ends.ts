import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Lab } from '../../lab/start-lab.ts';
import { askPage } from '../../stage/ask-page.ts';
import { freePort, wait } from '../../stage/start-stage.ts';
import { pageBecomes, startBareElectron } from '../bare-electron.ts';
import { places, type Received, type TwoEnds } from './ends.ts';

const page = 'caller.html';
const pictureLimitMs = 30_000;

/** Hands what one end says to the other. */
async function startRelay(): Promise<Readonly<{ url: string; close(): void }>> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const ends = new Set<WebSocket>();
  server.on('connection', (end) => {
    ends.add(end);
    end.on('message', (bytes: Buffer) => {
      for (const other of ends) if (other !== end) other.send(bytes.toString('utf8'));
    });
    end.on('close', () => ends.delete(end));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${String(port)}`,
    close() {
      for (const end of ends) end.terminate();
      server.close();
    },
  };
}

/** Two bare Electrons, each with one page that holds one end of a bare RTCPeerConnection; their devices are open before it dials. */
export async function startBareEnds(lab: Lab): Promise<TwoEnds> {
  const relay = await startRelay();
  const ends = await Promise.all(
    places.map(async (place) => {
      const debugPort = await freePort();
      const query = new URLSearchParams({ relay: relay.url, ...place });
      const more = {
        BARE_QUERY: query.toString(),
        BARE_SWITCHES: JSON.stringify(['allow-loopback-in-peer-connection']),
      };
      return { debugPort, bare: startBareElectron('caller', lab.env, debugPort, more) };
    }),
  );
  const [first] = ends;
  async function stop(): Promise<void> {
    for (const { bare } of ends) await bare.stop();
    relay.close();
  }
  try {
    for (const { debugPort } of ends)
      await pageBecomes(debugPort, page, 'document.body?.dataset.ready === "1"', 60_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    async call() {
      for (const { debugPort } of ends) await pageBecomes(debugPort, page, 'window.openDevices()', 10_000);
      const dialledAtMs = Number(await askPage(first!.debugPort, page, 'window.dial()'));
      // The page itself notes the moment; asking it every few ms would cost it time.
      const seenAtMs = ends.map(async ({ debugPort }) => {
        const endsAtMs = Date.now() + pictureLimitMs;
        while (Date.now() < endsAtMs) {
          const atMs = await askPage(debugPort, page, 'window.firstPictureAtMs');
          if (typeof atMs === 'number') return atMs;
          await wait(300);
        }
        throw new Error('the bare call did not come up');
      });
      const lastAtMs = Math.max(...(await Promise.all(seenAtMs)));
      for (const { debugPort } of ends) await pageBecomes(debugPort, page, 'window.isHeard()', 5000);
      return lastAtMs - dialledAtMs;
    },
    async hangUp() {
      for (const { debugPort } of ends) await askPage(debugPort, page, 'window.hangUp()');
    },
    received: () =>
      Promise.all(ends.map(async ({ debugPort }) => (await askPage(debugPort, page, 'window.received()')) as Received)),
    pids: ends.map(({ bare }) => bare.process.pid ?? -1),
    stop,
  };
}
