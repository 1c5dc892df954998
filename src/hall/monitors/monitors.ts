import type { LayoutChoice, Voice } from '#domain/monitors/layout.ts';
import type { PartyId } from '#domain/ids.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { HeardSound } from '#domain/signal.ts';
import type { Log } from '../plumbing/index.ts';
import { firstRemembered, readMonitors, writeMonitors, type Remembered } from './monitors-file.ts';
import { SpeakerEar } from './speaker-ear.ts';

export type Monitors = Readonly<{
  /** As the public's monitors and the loudspeakers were left last. */
  remembered(): Remembered;
  /** Fails `archive.unwritable`; what was said counts until the service ends all the same. */
  remember(kept: Readonly<{ choice?: LayoutChoice; volumePercent?: number }>): Promise<Outcome<void>>;
  /** What was decoded of one recorded track, and whose it is. Answers true when somebody else speaks now. */
  hear(sound: HeardSound, voice: Voice): boolean;
  speaker(): Voice | null;
  /** Who on the line spoke last. */
  lastSpeaker(): PartyId | null;
  /** Only these are on the line now. */
  keepOnly(onLine: readonly PartyId[]): void;
  /** Fails `monitors.forgotten` where what was left last cannot be read. */
  opened: Outcome<unknown>;
}>;

/** Reads what is remembered. */
export function openMonitors({ file, log }: Readonly<{ file: string; log: Log }>): Monitors {
  const read = readMonitors(file, log);
  let kept = read.ok ? read.value : firstRemembered;
  let last: PartyId | null = null;
  const heard = new Set<PartyId>();
  const ear = new SpeakerEar();
  return {
    remembered: () => kept,
    remember(said) {
      kept = { ...kept, ...said };
      return writeMonitors(file, kept, log);
    },
    hear(sound, voice) {
      if (voice !== 'hall') heard.add(voice);
      const isOther = ear.hear(sound, voice);
      if (ear.speaker !== null && ear.speaker !== 'hall') last = ear.speaker;
      return isOther;
    },
    speaker: () => ear.speaker,
    lastSpeaker: () => last,
    keepOnly(onLine) {
      for (const id of [...heard].filter((each) => !onLine.includes(each))) {
        heard.delete(id);
        ear.forget(id);
        if (last === id) last = null;
      }
    },
    opened: read,
  };
}
