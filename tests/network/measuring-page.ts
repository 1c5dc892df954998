/**
 * The page of a participant inside a network namespace, without a browser: it comes in by its link and word and measures its
 * line at each line of stdin, by the page's own code. Started by measure/page-bandwidth.ts under `ip netns exec`.
 */
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { openJoinLine } from '#line/join-line.ts';
import { measureLine } from '#line/measure-line.ts';

export type PageOrder = Readonly<{ host: string; port: string; ca: string; link: string; word: string }>;

const { host, port, ca, link, word } = JSON.parse(process.argv[2] ?? '{}') as PageOrder;
const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
class TrustingSocket extends WebSocket {
  constructor(address: string) {
    super(address, { ca, origin: `https://${host}:${port}` });
  }
}

const line = openJoinLine({
  address: `wss://${host}:${port}/v1/join`,
  ...{ link, token: null, keepToken() {}, language: () => 'ru' as const },
  SocketImpl: TrustingSocket,
});
const waiting = () => {
  const stand = line.stand();
  return stand.at === 'hearing' && stand.told.say === 'wait' && !stand.isLost ? stand.told : null;
};
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
line.knock(word, 'ru');
while (waiting() === null) await wait(50);
say({ isUp: true });
for await (const asked of createInterface({ input: process.stdin })) {
  if (asked === 'stop') break;
  while (waiting() === null) await wait(50);
  const attempts = waiting()?.line?.attempts ?? 0;
  const beganMs = performance.now();
  const address = `wss://${host}:${port}/v1/measure`;
  const told = await measureLine({ address, token: line.token() ?? '', SocketImpl: TrustingSocket });
  const lastedMs = Math.round(performance.now() - beganMs);
  line.act({ say: 'measured', receive: told.end === 'counted' ? told.receive : null, connection: 'unknown' });
  while ((waiting()?.line?.attempts ?? 0) === attempts) await wait(50);
  say({ end: told.end, lastedMs, line: waiting()?.line });
}
line.close();
process.exit(0);
