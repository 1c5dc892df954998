import type { JournalEntry } from '#domain/journal/entries.ts';
import { likeness } from '../lab/bleed.ts';
import type { SpeechName } from '../lab/speech.ts';
import { decodeSound, sampleRate } from '../lab/wave-file.ts';
import { entriesOf } from '../stage/record-files.ts';
import { trackFile } from './evidence.ts';

/** A hearing as it was kept in one of the two halls. */
export type KeptHearing = Readonly<{ folder: string; journal: readonly JournalEntry[] }>;

export type LineFinding = Readonly<{
  /** The other hall's speaker on its track in the main hall's archive, and the likest of the main hall's own speakers. */
  secondHeard: number;
  secondConfused: number;
  /** The main hall's four voices together on its track in the second hall's archive, and that hall's own speaker there. */
  mainHeard: number;
  mainConfused: number;
}>;

/** What is left out after the link was made, and what is compared. */
const skippedS = 1.5;
const comparedS = 8;

type Closed = Extract<JournalEntry, { kind: 'track.closed' }>['body'];

function remoteSound({ journal }: KeptHearing): Closed {
  const closed = entriesOf(journal, 'track.closed')
    .map(({ body }) => body)
    .find(({ trackId }) => /^remote-.*-sound$/.test(trackId));
  if (closed === undefined) throw new Error('the other hall has no sound in this archive');
  return closed;
}

async function soundBetween(hall: KeptHearing, track: Closed, fromUs: number, forS: number): Promise<Float32Array> {
  const sound = await decodeSound(trackFile(hall.folder, track.trackId, track.epoch));
  const from = Math.round(((fromUs - track.fromUs) / 1e6) * sampleRate);
  return sound.subarray(Math.max(0, from), Math.max(0, from) + forS * sampleRate);
}

/** Whether each hall's words are on a track of their own in the other hall's archive. */
export async function measureLine(
  main: KeptHearing,
  second: KeptHearing,
  speakers: Readonly<{ main: readonly SpeechName[]; second: SpeechName; folder: string }>,
): Promise<LineFinding> {
  const speech = (name: SpeechName): Promise<Float32Array> => decodeSound(`${speakers.folder}/${name}.wav`);
  const there = remoteSound(main);
  const fromSecond = await soundBetween(main, there, there.fromUs + skippedS * 1e6, comparedS);
  const secondSpeech = await speech(speakers.second);
  const confused = await Promise.all(speakers.main.map(async (name) => likeness(fromSecond, await speech(name))));

  // What the main hall's microphones heard meanwhile, from its own archive; the two halls' clocks begin at other moments.
  const own = entriesOf(main.journal, 'track.closed')
    .map(({ body }) => body)
    .filter(({ trackId, epoch }) => main.journal.length > 0 && !trackId.startsWith('remote-') && epoch === 1);
  const sum = new Float32Array(comparedS * 2 * sampleRate);
  for (const track of own.filter(({ trackId }) => isMicrophone(main.journal, trackId))) {
    const sound = await soundBetween(main, track, there.fromUs, comparedS * 2);
    sound.forEach((sample, index) => (sum[index] = (sum[index] ?? 0) + sample));
  }
  const here = remoteSound(second);
  const fromMain = await soundBetween(second, here, here.fromUs + skippedS * 1e6, comparedS);
  return {
    secondHeard: likeness(fromSecond, secondSpeech),
    secondConfused: Math.max(...confused),
    mainHeard: likeness(fromMain, sum),
    mainConfused: likeness(fromMain, secondSpeech),
  };
}

function isMicrophone(journal: readonly JournalEntry[], trackId: string): boolean {
  const seats = entriesOf(journal, 'hearing.opened')[0]?.body.hall.seats ?? [];
  return seats.some((seat) => seat.id === trackId && seat.kind === 'microphone');
}
