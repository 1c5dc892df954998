/* What a test asks of the call window's page, over the debugging port. Instants are ms since 1970. */

/** Of one hall: when the first picture of the other one was decoded, and when its sound was first played. */
export type FirstMedia = Readonly<{ pictureAtMs: number; soundAtMs: number }>;

/** A picture of a connection that leads nowhere is given, but never comes: the first one that does counts. */
const pictureComes = `new Promise((resolve) => {
  const known = new Set(tarazyLine.remotePictures().map(({ picture }) => picture));
  const off = tarazyLine.subscribe(async () => {
    const picture = tarazyLine.remotePictures().map((sight) => sight.picture).find((each) => !known.has(each));
    const track = picture?.getVideoTracks()[0];
    if (track === undefined) return;
    known.add(picture);
    const copy = track.clone();
    const reader = new MediaStreamTrackProcessor({ track: copy }).readable.getReader();
    const { value } = await reader.read();
    if (value === undefined) return;
    const seenAtMs = performance.timeOrigin + performance.now();
    value.close();
    void reader.cancel();
    copy.stop();
    off();
    resolve(seenAtMs);
  });
})`;

/**
 * The first connection made from now on whose receiver hands out sound that came (WebRTC 1.0, section 5.2); silence of the
 * browser's own making is none.
 */
const soundIsPlayed = `new Promise((resolve) => {
  const made = new Set();
  const Native = RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...given) {
      super(...given);
      made.add(this);
    }
  };
  const isPlayed = (connection) =>
    connection.connectionState !== 'closed' &&
    connection
      .getReceivers()
      .some((receiver) => receiver.track.kind === 'audio' && receiver.getSynchronizationSources().length > 0);
  const looking = setInterval(() => {
    if (![...made].some(isPlayed)) return;
    clearInterval(looking);
    window.RTCPeerConnection = Native;
    resolve(performance.timeOrigin + performance.now());
  }, 5);
})`;

/** Asked before a call or a break is over; answers with the instant of the next picture. */
export const firstPicture = pictureComes;
/** Asked before a call, and answered before it may be dialled: a page on a busy machine would miss the beginning of the connection. */
export const beginSeeing = `(window.tarazyFirstMedia = Promise.all([${pictureComes}, ${soundIsPlayed}]), true)`;
/** Answers with `FirstMedia` of what was begun to be seen. */
export const firstMedia = `window.tarazyFirstMedia.then(([pictureAtMs, soundAtMs]) => ({ pictureAtMs, soundAtMs }))`;

/** Makes a call window note when each picture of another hall was decoded; the track may be another one after a break. */
export const notePictures = `(() => {
  const seen = (window.tarazyPicturesSeen = []);
  const known = new Set();
  const follow = () => {
    for (const { picture } of tarazyLine.remotePictures()) {
      const track = picture.getVideoTracks()[0];
      if (track === undefined || known.has(track.id)) continue;
      known.add(track.id);
      const reader = new MediaStreamTrackProcessor({ track: track.clone() }).readable.getReader();
      const next = ({ value, done }) => {
        if (done) return;
        seen.push(performance.timeOrigin + performance.now());
        value.close();
        void reader.read().then(next);
      };
      void reader.read().then(next);
    }
  };
  tarazyLine.subscribe(follow);
  follow();
  return true;
})()`;

/** When they were decoded, ms since 1970. */
export const picturesNoted = 'window.tarazyPicturesSeen';

const stepMs = 100;

/**
 * The fewest pictures a second in any stretch of `windowMs` between two instants, a new stretch beginning every tenth of a second;
 * instants in ms. Not a number where the stretch does not fit in.
 */
export function fewestPerSecond(seenMs: readonly number[], fromMs: number, toMs: number, windowMs: number): number {
  let fewest = Number.NaN;
  for (let at = fromMs; at + windowMs <= toMs; at += stepMs) {
    const perSecond = seenMs.filter((seen) => seen >= at && seen < at + windowMs).length / (windowMs / 1000);
    if (!(perSecond >= fewest)) fewest = perSecond;
  }
  return fewest;
}
