import type { JournalEntry } from '#domain/journal/entries.ts';
import { likeness } from '../lab/bleed.ts';
import type { SpeechName } from '../lab/speech.ts';
import { decodeSound, sampleRate } from '../lab/wave-file.ts';
import { entriesOf } from '../stage/record-files.ts';
import { trackFile } from './evidence.ts';

/** A hearing as it was kept in one of the two halls. */
export type KeptHearing = Readonly<{ folder: string; journal: readonly JournalEntry[] }>;

/** Who is heard on the track of the other hall, how surely, and the likest of all who do not speak there. */
export type LineFinding = Readonly<{ hall: string; speaker: SpeechName; likeness: number; nextLikeness: number }>;

/** What is left out after the link was made: the receiver still finds its delay. */
const skippedS = 1;
/** The receiver stretches and shortens sound to follow the sender's clock, so only short pieces keep their time. */
const pieceS = 2;
const pieces = 7;

/**
 * Whose words the other hall's sound is in this hall's archive: the best of seven pieces, because two halls on two cores tear
 * the conversation now and then. How well it is heard is another question.
 */
export async function hearLine(
  hall: string,
  { folder, journal }: KeptHearing,
  speaker: SpeechName,
  others: readonly SpeechName[],
  waveFolder: string,
): Promise<LineFinding> {
  const track = entriesOf(journal, 'track.closed')
    .map(({ body }) => body)
    .find(({ trackId }) => /^remote-.*-sound$/.test(trackId));
  if (track === undefined) throw new Error(`the other hall has no sound in the archive of the ${hall}`);
  const sound = await decodeSound(trackFile(folder, track.trackId, track.epoch));
  const like = async (name: SpeechName): Promise<number> => {
    const speech = await decodeSound(`${waveFolder}/${name}.wav`);
    const each = Array.from({ length: pieces }, (_, index) => {
      const fromS = skippedS + index * pieceS;
      return likeness(sound.subarray(fromS * sampleRate, (fromS + pieceS) * sampleRate), speech);
    });
    return Math.max(...each);
  };
  const next = await Promise.all(others.map(like));
  return { hall, speaker, likeness: await like(speaker), nextLikeness: Math.max(...next) };
}
