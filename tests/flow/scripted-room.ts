import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JoinPlace } from '#contract/join.ts';
import type { HearingId, ParticipantId } from '#domain/ids.ts';
import { fault } from '#domain/faults.ts';
import { done, failed } from '#domain/outcome.ts';
import type { DoorRefusal, PageCounted, Participants } from '../../src/hall/participants/index.ts';
import { openParticipants } from '../../src/hall/participants/participants.ts';
import { silentLog } from '../fixtures/make-hall.ts';
import { freePort } from './hall-pair.ts';
import { authorityOf, smallestPage } from './join-page.ts';

/** The real room of participants with its real port, where the test decides what the court decides. */
export type ScriptedRoom = Readonly<{
  home: string;
  port: number;
  /** The authority's certificate, as a person would install it. */
  ca: string;
  room: Participants;
  hearingId: HearingId;
  /** Where the court has put whom; who is not named waits. */
  places: Map<ParticipantId, 'inside' | 'cut' | 'nowhere'>;
  refusals: DoorRefusal[];
  lefts: ('asked' | 'lost')[];
  joins: ('word' | 'return')[];
  measures: (PageCounted | null)[];
  skip(ms: number): void;
  invite(
    word?: string | null,
  ): Promise<Readonly<{ participantId: ParticipantId; link: string; word: string; fingerprint: string | null }>>;
  close(): Promise<void>;
}>;

const whose = { name: 'C. Sample', role: 'witness', court: 'Court', hall: '1' } as const;

function placeAt(where: 'inside' | 'cut' | 'nowhere' | undefined): JoinPlace | null {
  if (where === 'nowhere') return null;
  if (where === undefined) return { say: 'wait', ...whose, isCalled: false, line: null, mayMeasure: true };
  const right = { page: null, hall: null };
  return {
    ...{ say: 'inside', ...whose, caseNumber: '1', phase: 'open', isCut: where === 'cut', isIdentified: false },
    ...{ isMuted: false, isHandRaised: false, channel: null, asksUnder16: true, directions: [] },
    rights: { hears: right, sees: right, asks: right, answers: right },
    ...{ exhibit: null, documents: [] },
  };
}

export async function openScriptedRoom(): Promise<ScriptedRoom> {
  const home = mkdtempSync(path.join(tmpdir(), 'tarazy-room-'));
  const keysFolder = path.join(home, 'keys');
  const pageFolder = smallestPage();
  const hearingId = randomUUID() as HearingId;
  const places: ScriptedRoom['places'] = new Map();
  const [refusals, lefts, joins]: [DoorRefusal[], ScriptedRoom['lefts'], ScriptedRoom['joins']] = [[], [], []];
  const measures: ScriptedRoom['measures'] = [];
  const port = await freePort();
  let skippedMs = 0;
  const opened = openParticipants({
    ...{ keysFolder, pageFolder, file: path.join(home, 'participants.json'), names: [], certificate: null },
    listen: { host: '127.0.0.1', port },
    codeWords: ['limon', 'vagon', 'teatr'],
    mac: (text) => `sealed-${text}`,
    nowMs: () => Date.now() + skippedMs,
    paper: () => null,
    place: ({ participantId }) => placeAt(places.get(participantId)),
    on: {
      changed() {},
      async joined(_whom, how) {
        joins.push(how);
        return done(undefined);
      },
      async left(_whom, how) {
        lefts.push(how);
      },
      acted: async () => done(undefined),
      documentOffered: async () => failed(fault('participant.documents-busy', {})),
      async measured(_whom, counted) {
        measures.push(counted);
      },
      refused: (refusal) => void refusals.push(refusal),
      faultRaised({ key }) {
        throw new Error(key);
      },
    },
    log: silentLog,
  });
  if (!opened.ok) throw new Error(opened.fault.key);
  const room = opened.value;
  await room.start();
  return {
    ...{ home, port, ca: authorityOf(keysFolder), room, hearingId, places, refusals, lefts, joins, measures },
    skip(ms) {
      skippedMs += ms;
    },
    async invite(word = null) {
      const participantId = randomUUID() as ParticipantId;
      const invited = await room.invite({ hearingId, participantId }, word);
      if (!invited.ok) throw new Error(invited.fault.key);
      return { participantId, ...invited.value };
    },
    async close() {
      await room.close();
      rmSync(home, { recursive: true, force: true });
      rmSync(pageFolder, { recursive: true, force: true });
    },
  };
}

/** The address has little patience left after a test that tried it. */
export function calmDown(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1200));
}
