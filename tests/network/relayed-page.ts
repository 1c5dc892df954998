import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { authorityOf } from '../flow/join-page.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { entriesOf, filesUnder, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { say } from '../measure/verdict.ts';
import { wait } from '../stage/start-stage.ts';
import { startFarHall, type FarHall } from './far-hall.ts';
import { startFarPage, type FarPage } from './far-page.ts';
import { network } from './namespaces.ts';
import { localGaps } from './read-record.ts';
import { bringRelay, relayPort, startRelay, type Relay } from './relay.ts';
import { isOnLine, orLate, setUp } from './two-halls.ts';

const roomPort = 8443;
/** So long a page whose only way is not there yet must stay without a call. */
const withoutRelayMs = 12_000;

export type RelayedPage = Readonly<{
  /** Whether the call came up while no relay ran: then the relay was not the only way. */
  isDirect: boolean;
  /** From the relay's start to the call, by itself, with a later epoch. */
  upAfterRelayMs: number;
  epoch: number;
  /** From loading the page anew to the next picture of the hall. */
  backAfterReloadMs: number;
  picturesPerSecond: number;
  remoteTracks: number;
  localGaps: number;
  intact: boolean;
  /** Files of the hall in which the secret or a password of it stands. */
  leaks: readonly string[];
  complaints: readonly string[];
}>;

/** Text files of a home in which any of these words stands. */
function filesWith(homeFolder: string, words: readonly string[]): readonly string[] {
  return filesUnder(homeFolder)
    .filter((file) => /\.(?:log|json|jsonl|ndjson)$/.test(file) || file.includes('journal'))
    .filter((file) => {
      const text = readFileSync(file, 'utf8');
      return words.some((word) => text.includes(word));
    });
}

/** A hall in the first namespace, and a page in the second one across a link that carries TCP only; coturn beside the hall. */
export async function testRelayedPage(env: Readonly<Record<string, string>>, home: string): Promise<RelayedPage> {
  bringRelay();
  const secret = randomBytes(16).toString('hex');
  const secretFile = path.join(home, 'turn-secret');
  writeFileSync(secretFile, secret, { mode: 0o600 });
  const homeFolder = path.join(home, 'relayed');
  const { address, namespace } = network.a;
  const opened: Readonly<{ stop(): Promise<void> }>[] = [];
  const keep = <Opened extends FarHall | FarPage | Relay>(one: Opened): Opened => {
    opened.push(one);
    return one;
  };
  try {
    const hallEnv = {
      ...{ TARAZY_ROOM_PORT: String(roomPort), TARAZY_ROOM_HOST: address },
      TARAZY_TURN_URLS: `turn:${address}:${String(relayPort)}?transport=tcp`,
      TARAZY_TURN_SECRET_FILE: secretFile,
    };
    const hall = keep(await startFarHall(namespace, { env, homeFolder, hallEnv, bench: null }));
    await setUp(hall, 'First court', 'Microphone Judge', 'Camera Judge');
    const { hearingId } = await hall.ask('hearing.plan', { card: inventedCard });
    const invited = await hall.ask('participant.invite', {
      ...{ hearingId, participantId: null, name: 'W. Sample', role: 'witness', word: null },
    });
    await hall.ask('hearing.check', { hearingId });
    await hall.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
    await hall.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } }).catch(orLate);
    await hall.until((state) => state.lamp.state === 'recording', 40_000, 'the lamp is lit');

    const authority = authorityOf(path.join(homeFolder, 'keys'));
    const page = keep(await startFarPage(network.b.namespace, { link: invited.link, word: invited.word, authority }));
    // It waits before the door for a moment.
    await wait(2000);
    await hall.ask('participant.admit', { participantId: invited.participantId });
    const isDirect = await hall.until(isOnLine, withoutRelayMs, 'on the line').then(
      () => true,
      () => false,
    );
    say(`without a relay the page ${isDirect ? 'came on the line all the same' : 'did not come on the line'}`);
    const relay = keep(await startRelay(namespace, address, secret));
    const beganMs = Date.now();
    const { calls } = await hall.until(isOnLine, 30_000, 'on the line by the relay');
    const upAfterRelayMs = Date.now() - beganMs;
    say(`by the relay ${String(upAfterRelayMs)} ms after it began`);
    await wait(4000);
    const lengthMs = 10_000;
    const picturesPerSecond = ((await page.picturesIn(lengthMs)) / lengthMs) * 1000;
    page.reload();
    await wait(500);
    const backAfterReloadMs = 500 + (await page.nextPicture(30_000));
    await wait(3000);
    await hall.ask('call.end', {});
    await hall.ask('hearing.end', { byOralOrder: false });
    const { intact } = await hall.ask('record.verify', { hearingId });
    const journal = readJournal(onlyHearingFolder(homeFolder));
    const written = new Set(
      entriesOf(journal, 'segment.admitted')
        .map(({ body }) => body.trackId as string)
        .filter((trackId) => trackId.startsWith('remote-')),
    );
    await page.stop();
    // What coturn calls its users by is what the hall has made.
    const names = [...new Set(relay.said().match(/\d{10}:[0-9a-f]{12}/g) ?? [])];
    if (names.length === 0) throw new Error(`coturn names nobody:\n${relay.said()}`);
    return {
      ...{ isDirect, upAfterRelayMs, epoch: calls[0]!.epoch, backAfterReloadMs, picturesPerSecond, intact },
      ...{ remoteTracks: written.size, localGaps: localGaps(homeFolder), complaints: page.complaints() },
      leaks: filesWith(homeFolder, [secret, ...names]),
    };
  } finally {
    for (const one of opened.reverse()) await one.stop();
  }
}
