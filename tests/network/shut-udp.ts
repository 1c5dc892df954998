/**
 * `npm run test:network -- --part shut-udp`: two halls, both recording, across a link that carries TCP and swallows every datagram. A call comes up by
 * the spare way and is counted for half a minute; then UDP is opened and the same call goes back to it; then UDP is shut
 * in the middle of the call. Whose words were heard is read from both records. Then a participant's page across the same link, whose
 * only way is a relay (coturn). `--only halls` and `--only page` play one of the two.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HallState } from '#contract/papers.ts';
import type { CallWay } from '#domain/peers/call.ts';
import { hearLine, type LineFinding } from '../demo/line-evidence.ts';
import { prepareLab } from '../lab/prepare.ts';
import { startLab, type Lab } from '../lab/start-lab.ts';
import { numberFlag, printVerdict, say, wordFlag } from '../measure/verdict.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { wait } from '../stage/start-stage.ts';
import { startFarHall, type FarHall } from './far-hall.ts';
import { hear } from './hear.ts';
import { openEmulatedLink, type EmulatedLink } from './link-emulator.ts';
import { network } from './namespaces.ts';
import { localGaps } from './read-record.ts';
import { testRelayedPage } from './relayed-page.ts';
import { callAndAnswer, dialledHallEnv, isOnLine, onLine, pairAndOpen, twoHallsCourtroom } from './two-halls.ts';

const limits = {
  firstPictureMs: 1500,
  leastFramesPerSecond: 13,
  freezes: 1,
  concealedShare: 0.02,
  /** Two seconds of answers are waited for. */
  backToUdpWithinMs: 4000,
  spareMidCallWithinMs: 3000,
  leastLikeness: 0.7,
  localGaps: 0,
  /** The window's patience with an epoch, and a second between two. */
  upAfterRelayMs: 12_000,
  backAfterReloadMs: 6000,
  tracksOfPage: 2,
} as const;
type Part = Readonly<{ ok: boolean; figures: object }>;

const isBy = (way: CallWay) => (state: HallState) => isOnLine(state) && state.calls[0]?.way === way;

async function setUdp(link: EmulatedLink, carriesUdp: boolean): Promise<number> {
  for (const way of ['ab', 'ba'] as const) await link.set(way, { carriesUdp });
  return Date.now();
}

/** Ms until both halls are on the line by this way. */
async function untilBy(halls: readonly FarHall[], way: CallWay, sinceMs: number): Promise<number> {
  await Promise.all(halls.map((hall) => hall.until(isBy(way), 15_000, `it goes ${way}`)));
  return Date.now() - sinceMs;
}

const epochOf = async (hall: FarHall): Promise<number> =>
  (await hall.until(isOnLine, 2000, 'on the line')).calls[0]!.epoch;

async function words(homeFolder: string, hall: string, speaker: 'ru-judge' | 'ru-witness'): Promise<LineFinding> {
  const folder = onlyHearingFolder(homeFolder);
  const { speechFolder } = await prepareLab();
  const other = speaker === 'ru-judge' ? 'ru-witness' : 'ru-judge';
  return hearLine(hall, { folder, journal: readJournal(folder) }, speaker, [other, 'kk-secretary'], speechFolder);
}

/** Two halls; UDP is shut when it is called. */
async function testHalls(lab: Lab, link: EmulatedLink, home: string): Promise<Part> {
  const halls: FarHall[] = [];
  const startHall = async (side: 'a' | 'b', hallEnv: Readonly<Record<string, string>>): Promise<FarHall> => {
    const order = { env: lab.env, homeFolder: path.join(home, side), hallEnv, bench: null };
    const hall = await startFarHall(network[side].namespace, order);
    halls.push(hall);
    return hall;
  };
  try {
    const a = await startHall('a', dialledHallEnv);
    const b = await startHall('b', {});
    const peerId = await pairAndOpen(a, b);
    const seen = Promise.all([a.seePicture(), b.seePicture()]);
    const { answeredAtMs } = await callAndAnswer(a, b, peerId, 1500);
    const firstPictureMs = Math.round(Math.max(...(await seen)) - answeredAtMs);
    await untilBy(halls, 'spare', answeredAtMs);
    say(`first picture on both sides after ${String(firstPictureMs)} ms, by the spare way`);
    const heard = await Promise.all(halls.map((hall) => hear(hall, numberFlag('seconds', 30) * 1000)));
    say(`by the spare way: ${JSON.stringify(heard)}`);

    const epoch = await epochOf(a);
    const backToUdpMs = await untilBy(halls, 'straight', await setUdp(link, true));
    await wait(3000);
    const isSameCall = (await epochOf(a)) === epoch;
    say(`back to UDP after ${String(backToUdpMs)} ms${isSameCall ? '' : ', after a break'}`);

    const spareMidCallMs = await untilBy(halls, 'spare', await setUdp(link, false));
    const brokeMidCall = (await epochOf(a)) - epoch;
    say(`by the spare way again after ${String(spareMidCallMs)} ms, ${String(brokeMidCall)} breaks`);
    await wait(3000);
    await onLine(halls, 5000);
    await a.ask('call.end', {});
    const intact: boolean[] = [];
    for (const hall of halls) {
      const { hearing } = await hall.until((state) => state.hearing !== null, 1000, 'the hearing is held');
      await hall.ask('hearing.end', { byOralOrder: false });
      intact.push((await hall.ask('record.verify', { hearingId: hearing!.hearingId })).intact);
    }
    const turns = halls.map(({ homeFolder }) =>
      entriesOf(readJournal(onlyHearingFolder(homeFolder)), 'link.turned').map(({ body }) => body.way),
    );
    const found = [await words(a.homeFolder, 'first', 'ru-witness'), await words(b.homeFolder, 'second', 'ru-judge')];
    const gaps = halls.map(({ homeFolder }) => localGaps(homeFolder));
    return {
      ok:
        firstPictureMs <= limits.firstPictureMs &&
        heard.every(
          (one) =>
            one.framesPerSecond >= limits.leastFramesPerSecond &&
            one.freezes <= limits.freezes &&
            one.concealedShare <= limits.concealedShare,
        ) &&
        isSameCall &&
        backToUdpMs <= limits.backToUdpWithinMs &&
        spareMidCallMs <= limits.spareMidCallWithinMs &&
        turns.every((each) => each.join(' ') === 'spare straight spare') &&
        found.every((each) => each.likeness >= limits.leastLikeness && each.likeness > each.nextLikeness) &&
        gaps.every((count) => count === limits.localGaps) &&
        intact.every((each) => each),
      figures: {
        ...{ firstPictureMs, heard, backToUdpMs, isSameCall, spareMidCallMs, brokeMidCall, turns, words: found },
        ...{ localGaps: gaps, intact },
      },
    };
  } finally {
    for (const hall of halls.reverse()) await hall.stop();
  }
}

async function testPage(lab: Lab, home: string): Promise<Part> {
  const page = await testRelayedPage(lab.env, home);
  const ok =
    !page.isDirect &&
    page.upAfterRelayMs <= limits.upAfterRelayMs &&
    page.backAfterReloadMs <= limits.backAfterReloadMs &&
    page.picturesPerSecond >= limits.leastFramesPerSecond &&
    page.remoteTracks === limits.tracksOfPage &&
    page.localGaps === limits.localGaps &&
    page.intact &&
    page.leaks.length === 0;
  return { ok, figures: page };
}

export async function testShutUdp(): Promise<void> {
  const only = wordFlag('only', 'all');
  const home = mkdtempSync(path.join(tmpdir(), 'tarazy-shut-udp-'));
  const lab = await startLab(twoHallsCourtroom);
  const link = await openEmulatedLink();
  try {
    await setUdp(link, false);
    const halls = only === 'page' ? null : await testHalls(lab, link, home);
    await setUdp(link, false);
    const page = only === 'halls' ? null : await testPage(lab, home);
    printVerdict({
      name: 'network-shut-udp',
      ok: halls?.ok !== false && page?.ok !== false,
      figures: { halls: halls?.figures ?? null, page: page?.figures ?? null },
      limits,
    });
  } finally {
    await link.stop();
    await lab.stop();
    if (process.argv.includes('--keep')) say(`kept: ${home}`);
    else rmSync(home, { recursive: true, force: true });
  }
}
