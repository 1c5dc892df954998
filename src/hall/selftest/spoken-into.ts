import type { SeatPlace } from '#domain/seats.ts';

/** How loud a seat's microphone was in each second, dBFS, and how loud the speech in it is; null where there is none. */
export type HeardSeat = Readonly<{ place: SeatPlace; secondsDbfs: readonly number[]; speechDbfs: number | null }>;

/** Whoever speaks is heard by every microphone of a room, and best by the one they sit at; so much better, dB, for so long. */
const betterByDb = 3;
const forS = 2;
/** A pause between words is nobody's. */
const underSpeechDb = 10;

/** The places whose microphone somebody spoke into: for two seconds it heard speech, and clearly more of it than all others. */
export function placesSpokenInto(heard: readonly HeardSeat[]): ReadonlySet<SeatPlace> {
  const spoken = heard.filter(({ secondsDbfs, speechDbfs }, seat) => {
    if (speechDbfs === null) return false;
    const own = secondsDbfs.filter(
      (dbfs, second) =>
        dbfs > speechDbfs - underSpeechDb &&
        heard.every((other, at) => at === seat || (other.secondsDbfs[second] ?? -Infinity) < dbfs - betterByDb),
    );
    return own.length >= forS;
  });
  return new Set(spoken.map(({ place }) => place));
}

/**
 * Whose faces a camera must show, by the microphones they speak into. A hall's whole view and what has no place of its own must
 * show nobody; that a place is empty before the hearing is no fault of its camera.
 */
const shownBy: Partial<Record<SeatPlace, readonly SeatPlace[]>> = {
  judge: ['judge'],
  'bench-view': ['judge'],
  secretary: ['secretary'],
  claimant: ['claimant'],
  defendant: ['defendant'],
  prosecutor: ['prosecutor'],
  defence: ['defence'],
  'parties-view': ['claimant', 'defendant', 'prosecutor', 'defence'],
  witness: ['witness'],
  'witness-view': ['witness'],
  interpreter: ['interpreter'],
};

/** Whether somebody who is to be seen by a camera at this place was heard. */
export function mustShowFace(place: SeatPlace, spokenInto: ReadonlySet<SeatPlace>): boolean {
  return shownBy[place]?.some((each) => spokenInto.has(each)) === true;
}
