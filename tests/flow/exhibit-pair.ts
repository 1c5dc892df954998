import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { HallState } from '#contract/papers.ts';
import type { ExhibitId, HearingId } from '#domain/ids.ts';
import type { Outcome } from '#domain/outcome.ts';
import { hallOfOne, inventedCard } from '../stage/hall-card.ts';
import { onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { startCable, type Cable } from './cable.ts';
import { freePort, pairByCode, startLinkedHall, type LinkedHall } from './hall-pair.ts';
import { until } from './start-service.ts';

const fingerprint = Array<string>(32).fill('AA').join(':');
const sdp = `v=0\r\nm=audio 9 RTP\r\na=fingerprint:sha-256 ${fingerprint}\r\n`;
/** The head of a PNG of 16 by 16. */
const png = Buffer.from('89504e470d0a1a0a0000000d494844520000001000000010', 'hex');

/** Two real services, the colony dialling the court through a cable, and a call played by script. */
export type ExhibitPair = Readonly<{
  court: LinkedHall;
  colony: LinkedHall;
  cable: Cable;
  /** Opens a hearing in both halls; their ids in this order. */
  openHearings(): Promise<readonly [HearingId, HearingId]>;
  /** The court calls, the colony accepts, and both windows say that they are connected. */
  call(): Promise<void>;
  hangUp(): Promise<void>;
  close(): Promise<void>;
}>;

async function openHearing(hall: LinkedHall): Promise<HearingId> {
  const { hearingId } = await hall.console.must('hearing.plan', { card: inventedCard });
  await hall.console.must('hearing.check', { hearingId });
  await hall.console.until(({ check }) => check?.state === 'done', 60_000, 'the check is done');
  await hall.console.must('hearing.open', { hearingId, override: { reason: 'test', person: 'test' } });
  return hearingId;
}

export async function startExhibitPair(): Promise<ExhibitPair> {
  const [court, colony] = await Promise.all([startLinkedHall(), startLinkedHall()]);
  const halls = [court, colony] as const;
  const cablePort = await freePort();
  const cable = await startCable(cablePort, court.port);
  await pairByCode(court, colony, cablePort);
  const [courtWindow, colonyWindow] = await Promise.all([court.openCallWindow(), colony.openCallWindow()]);
  await Promise.all(halls.map((hall) => hall.console.must('hall.set-up', { card: hallOfOne })));
  const seen = (holds: (call: HallState['calls'][number] | undefined) => boolean, what: string) =>
    Promise.all(halls.map((hall) => hall.console.until(({ calls: [call] }) => holds(call), 5000, what)));
  return {
    court,
    colony,
    cable,
    openHearings: () => Promise.all([openHearing(court), openHearing(colony)]),
    async call() {
      await court.console.must('call.dial', { peerId: peerOf(court) });
      const calling = await court.console.until(({ calls: [call] }) => call?.state === 'calling', 5000, 'it calls');
      const { callId, epoch } = calling.calls[0]!;
      const at = { callId, epoch };
      const count = court.signalled.length;
      await courtWindow.must('call.signal', { ...at, peerId: peerOf(court), description: { type: 'offer', sdp } });
      await colony.console.until(({ calls: [call] }) => call?.state === 'ringing', 5000, 'it rings');
      await colony.console.must('call.accept', { callId });
      await colonyWindow.must('call.signal', { ...at, peerId: peerOf(colony), description: { type: 'answer', sdp } });
      await until(() => court.signalled.length > count, 3000, 'the answer arrived');
      for (const window of [courtWindow, colonyWindow]) await window.must('call.report', { ...at, state: 'connected' });
      await seen((call) => call?.state === 'connected', 'it is connected');
    },
    async hangUp() {
      await court.console.ask('call.end', {});
      await seen((call) => call === undefined || call.state === 'ended', 'the call is over');
    },
    async close() {
      await Promise.all([court.close(), colony.close()]);
      cable.close();
    },
  };
}

/** Of the only other hall. */
export const peerOf = (hall: LinkedHall) => hall.console.state()!.peers[0]!.id;
export const folderOf = (hall: LinkedHall): string => path.join(onlyHearingFolder(hall.home), 'exhibits');
/** Files among the exhibits of the only hearing. */
export const lying = (hall: LinkedHall): readonly string[] =>
  existsSync(folderOf(hall)) ? readdirSync(folderOf(hall)) : [];
export const journal = (hall: LinkedHall): ReturnType<typeof readJournal> => readJournal(onlyHearingFolder(hall.home));
export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
/** Not a picture, but its first bytes say so. */
export const pictureOf = (lengthBytes: number): Buffer => Buffer.concat([png, randomBytes(lengthBytes - png.length)]);

/** Asks for a place and brings the bytes there, as a window does. */
export async function bring(
  hall: LinkedHall,
  bytes: Buffer,
  name = 'Contract.png',
): Promise<Outcome<{ exhibitId: ExhibitId }>> {
  const asked = await hall.console.ask('exhibit.add', { name, lengthBytes: bytes.length });
  if (!asked.ok) return asked;
  const answered = await fetch(asked.value.url, { method: 'PUT', body: new Uint8Array(bytes) });
  if (answered.status !== 200) throw new Error(`the door answered ${String(answered.status)}`);
  const said = (await answered.json()) as
    { ok: true; answer: { exhibitId: ExhibitId } } | Extract<Outcome<never>, { ok: false }>;
  return said.ok ? { ok: true, value: said.answer } : said;
}
export async function brought(hall: LinkedHall, bytes: Buffer, name?: string): Promise<ExhibitId> {
  const outcome = await bring(hall, bytes, name);
  if (!outcome.ok) throw new Error(outcome.fault.key);
  return outcome.value.exhibitId;
}
type Transfer = NonNullable<HallState['transfer']>;
/** Waits until this exhibit's transfer stands so. */
export async function transfer(
  hall: LinkedHall,
  exhibitId: ExhibitId,
  state: Transfer['state'],
  limitMs = 20_000,
): Promise<Transfer> {
  const seen = await hall.console.until(
    ({ transfer }) => transfer?.paper.exhibitId === exhibitId && transfer.state === state,
    limitMs,
    `the transfer is ${state}`,
  );
  return seen.transfer!;
}
export const send = (hall: LinkedHall, exhibitId: ExhibitId) =>
  hall.console.ask('exhibit.send', { exhibitId, peerId: peerOf(hall) });
