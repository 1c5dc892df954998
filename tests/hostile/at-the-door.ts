import { createPrivateKey } from 'node:crypto';
import { connect } from 'node:net';
import { makeCertificate } from '../../src/hall/peers/certificate.ts';
import type { Identity } from '../../src/hall/peers/identity.ts';
import { speakAs } from './bare-tls.ts';
import type { BesiegedCourt } from './besieged-court.ts';
import { closing, dial, outcomeOf, wait } from './hostile-hall.ts';

const upgrade =
  'GET /v1/link HTTP/1.1\r\nHost: hall\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

/** What is heard of the port when bytes are said to it without TLS. */
async function sayPlain(port: number, from: string, text: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from }, () => socket.write(text));
  let heard = '';
  socket.on('error', () => {});
  socket.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1')));
  await Promise.race([closing(socket), wait(6000)]);
  socket.destroy();
  return heard;
}

/** Strangers at the port: none may get as far as HTTP. `known` is a paired hall, whose certificate anybody may have seen. */
export async function knockAsStrangers(court: BesiegedCourt, known: Identity): Promise<void> {
  const { port } = court;
  const from = (address: string) => ({
    code: 'LNK-105',
    inLog: (line: { address?: string }) => line.address === address,
  });
  const knock = async (name: string, address: string, papers: Parameters<typeof dial>[2]): Promise<void> =>
    court.under(name, from(address), async () => {
      const { isLetIn, frames } = await outcomeOf(dial(port, address, papers));
      return { isRefused: !isLetIn && frames === 0, frames };
    });

  const own = await makeCertificate();
  const namesake = await makeCertificate(known.id);
  await knock('unpaired hall with a sound certificate', '127.0.1.1', { key: own.key, cert: own.certificate });
  await knock("unpaired hall under a paired hall's name", '127.0.1.2', {
    key: namesake.key,
    cert: namesake.certificate,
  });
  await knock('no certificate', '127.0.1.3', {});
  await knock('paired hall that speaks TLS 1.2 only', '127.0.1.4', {
    key: known.key,
    cert: known.certificate,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
  });
  await court.under('plain HTTP', from('127.0.1.5'), async () => ({
    isRefused: !(await sayPlain(port, '127.0.1.5', upgrade)).includes('HTTP/1.1 101'),
  }));
  await court.under("paired hall's certificate copied without its key", from('127.0.1.6'), async () => {
    const say = async (key: string): Promise<string> => {
      const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.1.6' });
      return speakAs(socket, { certificate: known.certificate, key: createPrivateKey(key) }, upgrade);
    };
    // The same words with the true key are let in: what is refused is the key and nothing else.
    const withItsKey = await say(known.key);
    const withAnother = await say(own.key);
    return {
      isRefused: withItsKey.startsWith('HTTP/1.1 101') && withAnother === '',
      withItsKey: withItsKey.split('\r\n')[0],
    };
  });
}
