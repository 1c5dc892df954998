/**
 * `npm run test:network -- --part sites`: three halls, the first of which calls the two others at once and records. Pictures of
 * both are received, each has a pair of tracks in the record of the first, the end of one call leaves the other, and no
 * record of a hall's own has a gap. On two cores that is as many as a hall holds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HallPeerId } from '#domain/ids.ts';
import { startLab } from '../lab/start-lab.ts';
import { numberFlag, printVerdict, say } from '../measure/verdict.ts';
import { wait } from '../stage/start-stage.ts';
import { startFarHall, type FarHall } from './far-hall.ts';
import { closeNetwork, network, openNetwork, openThird } from './namespaces.ts';
import { linksTold, localGaps, remoteTracks } from './read-record.ts';
import { answerAfterMs } from './time-calls.ts';
import { callAndAnswer, openHearing, pair, peerPort, setUp, twoHallsCourtroom } from './two-halls.ts';

const limits = { localGaps: 0, remoteGaps: 0, tracksOfEach: 2, leastSecondsOfEach: 0.95 } as const;

export async function testSites(): Promise<void> {
  const home = mkdtempSync(path.join(tmpdir(), 'tarazy-sites-'));
  const lab = await startLab(twoHallsCourtroom);
  const halls: FarHall[] = [];
  const start = async (
    side: string,
    namespace: string,
    hallEnv: Readonly<Record<string, string>>,
  ): Promise<FarHall> => {
    const hall = await startFarHall(namespace, {
      env: lab.env,
      homeFolder: path.join(home, side),
      hallEnv,
      bench: null,
    });
    halls.push(hall);
    return hall;
  };
  openNetwork();
  try {
    const third = openThird();
    const a = await start('a', network.a.namespace, { TARAZY_PEER_PORT: String(peerPort) });
    const b = await start('b', network.b.namespace, {});
    const c = await start('c', third.namespace, {});
    await setUp(a, 'First court', 'Microphone Judge', 'Camera Judge');
    await setUp(b, 'Second court', 'Microphone Witness', 'Camera Hall');
    await setUp(c, 'Third court', 'Microphone Judge', 'Camera Judge');
    const ofB = await pair(a, b);
    const ofC = await pair(a, c, third.addressOfFirst);
    for (const hall of halls) await openHearing(hall);

    await callAndAnswer(a, b, ofB, answerAfterMs);
    const seen = a.seePicture();
    const calledAtMs = Date.now();
    await callAndAnswer(a, c, ofC, answerAfterMs);
    const secondPictureMs = (await seen) - calledAtMs;
    say('both halls are on the line');
    const togetherMs = numberFlag('seconds', 20) * 1000;
    await wait(togetherMs);
    const both = await a.until((state) => state.calls.length === 2, 1000, 'two calls');
    const areBothOn = both.calls.every(({ state }) => state === 'connected');

    const { callId } = both.calls.find(({ peerId }) => peerId === ofB)!;
    await a.ask('call.end', { callId });
    await b.until((state) => state.calls[0]?.state === 'ended', 5000, 'the first call is over');
    await wait(5000);
    const left = await a.until((state) => state.calls.length === 2, 1000, 'two calls');
    const stateOf = (of: HallPeerId): string => left.calls.find(({ peerId }) => peerId === of)?.state ?? 'none';
    const isOtherOn = stateOf(ofC) === 'connected' && stateOf(ofB) === 'ended';

    const gaps: number[] = [];
    const intact: boolean[] = [];
    for (const hall of halls) {
      const { hearing } = await hall.until((state) => state.hearing !== null, 1000, 'the hearing is held');
      await hall.ask('hearing.end', { byOralOrder: false });
      intact.push((await hall.ask('record.verify', { hearingId: hearing!.hearingId })).intact);
      gaps.push(localGaps(hall.homeFolder));
    }
    const tracks = [ofB, ofC].map((of) => remoteTracks(a.homeFolder, of));
    const areTracksWhole = tracks.every(
      (of) =>
        of.length === limits.tracksOfEach &&
        of.every(
          (track) => track.gaps.length <= limits.remoteGaps && track.lengthMs >= togetherMs * limits.leastSecondsOfEach,
        ),
    );
    const ok =
      areBothOn && isOtherOn && areTracksWhole && gaps.every((count) => count === 0) && intact.every((each) => each);
    const links = linksTold(a.homeFolder);
    const figures = { secondPictureMs, areBothOn, isOtherOn, tracks, links, localGaps: gaps, intact };
    printVerdict({ name: 'network', ok, figures, limits });
    process.exitCode = ok ? 0 : 1;
  } finally {
    for (const hall of halls.reverse()) await hall.stop();
    closeNetwork();
    await lab.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
