/**
 * One whole hall inside a network namespace, played from outside by lines of JSON: asks come on stdin, answers and every
 * change of the state go to stdout. Started by far-hall.ts under `ip netns exec`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Verb } from '#contract/hall.ts';
import type { Lab } from '../lab/start-lab.ts';
import { askPage } from '../stage/ask-page.ts';
import { bringExhibit } from '../stage/bring-exhibit.ts';
import { startStage, type WindowBounds } from '../stage/start-stage.ts';
import { beginSeeing, firstMedia, firstPicture, notePictures, picturesNoted } from './media-seen.ts';

export type HallOrder = Readonly<{
  env: Readonly<Record<string, string>>;
  homeFolder: string;
  hallEnv: Readonly<Record<string, string>>;
  bench: WindowBounds | null;
  screen?: WindowBounds;
}>;
export type HallLine = Readonly<{
  id: number;
  verb?: Verb;
  papers?: object;
  /** Answers with the instant (ms since 1970) at which the next picture of the other hall was decoded. */
  seePicture?: true;
  /** Answers once the call window watches for the next connection to another hall. */
  beginSeeing?: true;
  /** Answers when what that connection brings was first decoded and played (`FirstMedia`). */
  seeMedia?: true;
  /** From now on the call window notes when each picture of another hall is decoded. */
  notePictures?: true;
  /** Answers with these instants, ms since 1970. */
  picturesNoted?: true;
  /** Hands this file in as an exhibit, as the console does; answers with its id. */
  bring?: string;
  /** Answers with the instant at which the call window's process was killed. */
  killCall?: true;
  /** Answers with the instant at which the call window's process was made to stand still. */
  stopCall?: true;
  stop?: true;
}>;

const { env, homeFolder, hallEnv, bench, screen = null } = JSON.parse(process.argv[2] ?? '{}') as HallOrder;
const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

const stage = await startStage({
  openLab: { env } as Lab,
  homeFolder,
  windows: { console: null, bench, screen },
  env: hallEnv,
});

/** The process of the call window, as the shell told its newest one. */
function callPid(): number {
  const folder = path.join(homeFolder, 'logs');
  const told = readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .sort()
    .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
    .flatMap((line) => /shell\.window-loaded.{1,20}window.{1,5}call.{1,20}pid\\?":(\d+)/.exec(line)?.[1] ?? []);
  return Number(told.at(-1));
}

stage.hall.on('state.changed', ({ calls, peers, check, hearing, lamp, benchConnected, transfer }) =>
  say({ state: { calls, peers, check, hearing, lamp, benchConnected, transfer } }),
);
say({ isUp: true });
for await (const line of createInterface({ input: process.stdin })) {
  const { id, verb, papers, bring, stop, ...asked } = JSON.parse(line) as HallLine;
  const answer = (value: unknown): void => say({ id, outcome: { ok: true, value } });
  if (stop) break;
  const askCall = (expression: string): void => void askPage(stage.debugPort, 'app/call/', expression).then(answer);
  if (asked.seePicture) askCall(firstPicture);
  if (asked.beginSeeing) askCall(beginSeeing);
  if (asked.seeMedia) askCall(firstMedia);
  if (asked.notePictures) askCall(notePictures);
  if (asked.picturesNoted) askCall(picturesNoted);
  if (bring !== undefined) void bringExhibit(stage.hall, bring).then(answer);
  if (asked.killCall) {
    process.kill(callPid(), 'SIGKILL');
    answer(Date.now());
  }
  if (asked.stopCall) {
    process.kill(callPid(), 'SIGSTOP');
    answer(Date.now());
  }
  if (verb !== undefined) void stage.hall.ask(verb, papers as never).then((outcome) => say({ id, outcome }));
}
await stage.stop();
process.exit(0);
