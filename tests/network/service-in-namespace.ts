/**
 * A hall service without a shell inside a network namespace, played from outside as hall-in-namespace.ts is: asks come
 * on stdin, answers and every change of the state go to stdout. Started by far-hall.ts under `ip netns exec`.
 */
import { createInterface } from 'node:readline';
import { spawnService } from '../flow/start-service.ts';
import type { HallLine, HallOrder } from './hall-in-namespace.ts';

const { homeFolder, hallEnv } = JSON.parse(process.argv[2] ?? '{}') as HallOrder;
const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

const service = spawnService(homeFolder, hallEnv);
const hall = await service.connect('console');
hall.on('state.changed', ({ calls, peers, check, hearing, lamp, benchConnected, transfer }) =>
  say({ state: { calls, peers, check, hearing, lamp, benchConnected, transfer } }),
);
say({ isUp: true });
for await (const line of createInterface({ input: process.stdin })) {
  const { id, verb, papers, stop } = JSON.parse(line) as HallLine;
  if (stop) break;
  if (verb !== undefined) void hall.ask(verb, papers as never).then((outcome) => say({ id, outcome }));
}
await service.stop();
process.exit(0);
