/**
 * `npm run test:network -- --part cuts --runs N --seed S`: two halls on the line across an emulated link, both recording.
 * The link is cut N times, drawn by seed from {2, 5, 10, 30 s} × {cable pulled, silent loss, another address of the hall
 * that dials}, and by `--long S` once more, silently and for so long; `--kind K` draws one kind only. Frames of the other hall are to be back within a second
 * of the link, every time; the local
 * record has no gap, and the gaps of the remote tracks are true to 200 ms.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLab } from '../lab/start-lab.ts';
import { numberFlag, printVerdict, say, wordFlag } from '../measure/verdict.ts';
import { dice } from '../stage/dice.ts';
import { wait } from '../stage/start-stage.ts';
import { startFarHall, type FarHall } from './far-hall.ts';
import { openEmulatedLink, type EmulatedLink } from './link-emulator.ts';
import { cableEnds, network, plugIn, pullOut } from './namespaces.ts';
import { gapMatching, localGaps } from './read-record.ts';
import { callAndAnswer, dialledHallEnv, onLine, pairAndOpen, twoHallsCourtroom } from './two-halls.ts';

const limits = { backWithinMs: 1000, localGaps: 0, remoteGapOffMs: 200 } as const;
const lengthsS = [2, 5, 10, 30] as const;
const kinds = ['cable', 'silent', 'address'] as const;
type Kind = (typeof kinds)[number];
/** Between two cuts the line is whole for so long, so that each is a break of its own. */
const wholeMs = 4000;

/** Cuts the link; the returned function makes it whole. */
async function cut(kind: Kind, link: EmulatedLink, addressNo: number): Promise<() => Promise<void>> {
  switch (kind) {
    case 'cable':
      pullOut('a');
      return async () => plugIn('a');
    case 'silent':
      for (const way of ['ab', 'ba'] as const) await link.set(way, { lossPercent: 100 });
      return async () => {
        for (const way of ['ab', 'ba'] as const) await link.set(way, {});
      };
    case 'address': {
      const address = (no: number): string => `10.77.0.${String(no)}/24`;
      const change = (what: 'add' | 'del', no: number): void =>
        void execFileSync('ip', ['-n', network.b.namespace, 'addr', what, address(no), 'dev', cableEnds.b]);
      change('del', addressNo);
      return async () => change('add', addressNo + 1);
    }
  }
}

type Cut = Readonly<{
  kind: Kind;
  lengthS: number;
  backMs: number;
  cutAtUs: Readonly<Record<'a' | 'b', number>>;
  backAtUs: Readonly<Record<'a' | 'b', Readonly<{ sound: number; picture: number }>>>;
}>;

async function cutOnce(
  halls: Readonly<Record<'a' | 'b', FarHall>>,
  { kind, lengthS }: Pick<Cut, 'kind' | 'lengthS'>,
  link: EmulatedLink,
  addressNo: number,
): Promise<Cut> {
  const { a, b } = halls;
  const cutAtUs = { a: a.hearingUs(), b: b.hearingUs() };
  const mend = await cut(kind, link, addressNo);
  await wait(lengthS * 1000 - 500);
  const seen = { a: a.seePicture(), b: b.seePicture() };
  await wait(500);
  await mend();
  const mendedAtMs = Date.now();
  const backOf = async (side: 'a' | 'b'): Promise<{ sound: number; picture: number; atMs: number }> => {
    await onLine([halls[side]], 30_000);
    const [sound, soundAtMs] = [halls[side].hearingUs(), Date.now()];
    const atMs = await seen[side];
    return { sound, picture: sound + (atMs - soundAtMs) * 1000, atMs };
  };
  const [backA, backB] = await Promise.all([backOf('a'), backOf('b')]);
  return {
    kind,
    lengthS,
    backMs: Math.max(backA.atMs, backB.atMs) - mendedAtMs,
    cutAtUs,
    backAtUs: { a: backA, b: backB },
  };
}

function drawn(runs: number, seed: number): readonly Pick<Cut, 'kind' | 'lengthS'>[] {
  const chance = dice(seed);
  const draw = <Each>(of: readonly Each[]): Each => of[Math.floor(chance() * of.length)]!;
  const asked = kinds.filter((kind) => kind === wordFlag('kind', kind));
  return Array.from({ length: runs }, () => ({ kind: draw(asked), lengthS: draw(lengthsS) }));
}

/** Runs the whole of it and prints the verdict. */
export async function testCuts(): Promise<void> {
  const home = mkdtempSync(path.join(tmpdir(), 'tarazy-cuts-'));
  const lab = await startLab(twoHallsCourtroom);
  const link = await openEmulatedLink();
  const started: FarHall[] = [];
  const startHall = async (side: 'a' | 'b', hallEnv: Readonly<Record<string, string>>): Promise<FarHall> => {
    const order = { env: lab.env, homeFolder: path.join(home, side), hallEnv, bench: null };
    const hall = await startFarHall(network[side].namespace, order);
    started.push(hall);
    return hall;
  };
  try {
    const a = await startHall('a', dialledHallEnv);
    const b = await startHall('b', {});
    const peerId = await pairAndOpen(a, b);
    await callAndAnswer(a, b, peerId);
    const longS = numberFlag('long', 0);
    const wanted = drawn(numberFlag('runs', 20), numberFlag('seed', 1));
    const all = longS === 0 ? wanted : [...wanted, { kind: 'silent' as const, lengthS: longS }];
    const cuts: Cut[] = [];
    let addressNo = 2;
    for (const each of all) {
      await wait(wholeMs);
      const one = await cutOnce({ a, b }, each, link, addressNo);
      if (one.kind === 'address') addressNo += 1;
      cuts.push(one);
      say(
        `${String(cuts.length)} of ${String(all.length)}: ${one.kind} ${String(one.lengthS)} s, back after ${one.backMs.toFixed()} ms`,
      );
    }
    await wait(wholeMs);
    const intact: boolean[] = [];
    for (const hall of [a, b]) {
      const { hearing } = await hall.until((state) => state.hearing !== null, 1000, 'the hearing is held');
      await hall.ask('hearing.end', { byOralOrder: false });
      intact.push((await hall.ask('record.verify', { hearingId: hearing!.hearingId })).intact);
    }
    const offsMs = cuts.map((one, at) => {
      const offs = (['a', 'b'] as const).map((side) =>
        gapMatching(path.join(home, side), one.cutAtUs[side], one.backAtUs[side]),
      );
      const told = offs.map(([sound, picture]) => ({ sound, picture }));
      say(`gaps of cut ${String(at + 1)}, too late by ms at begin and end: ${JSON.stringify(told)}`);
      return Math.max(...offs.flat(2).map(Math.abs));
    });
    const backMs = cuts.map((one) => Math.round(one.backMs));
    const figures = {
      cuts: cuts.length,
      backWorstMs: Math.max(...backMs),
      backMs,
      localGaps: localGaps(path.join(home, 'a')) + localGaps(path.join(home, 'b')),
      remoteGapOffMs: Math.round(Math.max(...offsMs)),
      remoteGapOffsMs: offsMs.map(Math.round),
      intact,
    };
    printVerdict({
      name: 'network-cuts',
      ok:
        figures.backWorstMs <= limits.backWithinMs &&
        figures.localGaps === limits.localGaps &&
        figures.remoteGapOffMs <= limits.remoteGapOffMs &&
        intact.every((each) => each),
      figures,
      limits,
    });
  } finally {
    for (const hall of started.reverse()) await hall.stop();
    await link.stop();
    await lab.stop();
    if (process.argv.includes('--keep')) say(`kept: ${home}`);
    else rmSync(home, { recursive: true, force: true });
  }
}
