/**
 * What is heard and seen in the tracks while they are recorded.
 * Owns: one decoder for each track, fed with bytes that the recorder re-read from disk.
 * Promises: a track whose bytes do not decode is told as such within a second; silence, clipping, hum and black are told
 * by what was decoded, never by what a device says of itself.
 * Never does: open a device or a file, raise an alarm, hold back the record: it costs a fiftieth of a core a track.
 * Woken by: the recorder, through main. Closed by: whoever opened a decoder.
 */
import type { SeatId, TrackId } from '#domain/ids.ts';
import { isSecondTrack, seatOfTrack, type Seat } from '#domain/seats.ts';
import type { HeardSound, TrackDecoder } from '#domain/signal.ts';
import { PictureEye } from './picture-eye.ts';
import { SoundEar } from './sound-ear.ts';
import { signalTuning, type SignalTuning } from './tuning.ts';

export type Signals = Readonly<{ open(seat: Seat): TrackDecoder }>;

/** Hears and sees nothing, and says that nothing is wrong: only for measuring what hearing and seeing cost. */
const blindSignals: Signals = {
  open: () => ({ take() {}, sight: () => ({ undecodedFromUs: null, troubles: [] }), close() {} }),
};

export function createSignals(
  needs: Readonly<{
    ffmpegPath: string;
    monotonicUs(): number;
    /** How loud the pauses of a seat's microphone were in the hearing's check; null where it was not measured. */
    floorDbfs(seatId: SeatId): number | null;
    /** What was decoded of each microphone, at 48 kHz, for whoever wants to hear it; only of chief tracks. */
    heard?(sound: HeardSound): void;
    tuning?: Partial<SignalTuning>;
    /** For measuring alone. `off`: nothing is heard, seen and told. `only`: it is, and nobody else hears what was decoded. */
    watch?: string | undefined;
  }>,
): Signals {
  if (needs.watch === 'off') return blindSignals;
  const heard = needs.watch === 'only' ? undefined : needs.heard;
  const tuning = { ...signalTuning, ...needs.tuning };
  return {
    open(seat) {
      if (seat.kind === 'camera')
        return new PictureEye({ ffmpegPath: needs.ffmpegPath, tuning, nowMs: () => needs.monotonicUs() / 1000 });
      const trackId = seat.id as string as TrackId;
      const isSecond = isSecondTrack(trackId);
      return new SoundEar({
        tuning: isSecond ? { ...tuning, humFromDbfs: Infinity } : tuning,
        trackId,
        // Another hall's silence is that hall's alarm: over the link its noise does not come.
        mayBeSilent: seat.gated || seat.device.path === 'remote',
        // Of the second way it is enough to hear that it is alive and no other sound, once a second; what hums and
        // clips in a microphone is heard on the first one.
        sampleRate: isSecond ? 16_000 : 48_000,
        isSampled: isSecond,
        // At that rate a room's noise is quieter than it was in the check.
        floorDbfs: isSecond ? null : needs.floorDbfs(seatOfTrack(trackId)),
        heard: isSecond ? undefined : heard,
      });
    },
  };
}
