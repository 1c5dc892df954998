/**
 * One whole hall inside a network namespace, played from outside by lines of JSON: asks come on stdin, answers and every
 * change of the state go to stdout. Started by network.ts under `ip netns exec`.
 */
import { createInterface } from 'node:readline';
import type { Verb } from '#contract/hall.ts';
import type { Lab } from '../lab/start-lab.ts';
import { startStage } from '../stage/start-stage.ts';

const order = JSON.parse(process.argv[2] ?? '{}') as Readonly<{
  env: Record<string, string>;
  homeFolder: string;
  hallEnv: Record<string, string>;
}>;
const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

const stage = await startStage({
  openLab: { env: order.env } as Lab,
  homeFolder: order.homeFolder,
  windows: { console: null, bench: null, screen: null },
  env: order.hallEnv,
});
stage.hall.on('state.changed', (state) => say({ state }));
say({ isUp: true });
for await (const line of createInterface({ input: process.stdin })) {
  const { id, verb, papers, stop, crash } = JSON.parse(line) as Readonly<{
    id: number;
    verb?: Verb;
    papers?: never;
    stop?: true;
    crash?: 'call';
  }>;
  if (stop) break;
  if (crash !== undefined) {
    const page = await stage.page(crash);
    const session = await page.context().newCDPSession(page);
    void session.send('Page.crash').catch(() => undefined);
    say({ id, outcome: { ok: true, value: {} } });
  }
  if (verb !== undefined) void stage.hall.ask(verb, papers as never).then((outcome) => say({ id, outcome }));
}
await stage.stop();
process.exit(0);
