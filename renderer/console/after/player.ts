import type { Lane } from '#contract/hall.ts';
import type { TrackId } from '#domain/ids.ts';
import { pieceAt, pieceSeenAt, playableFrom, playableStretches } from './pieces.ts';
import { clockAt, correctDrift, resetClock, restingClock } from './player-clock.ts';

/** As much of an audio or video element as is used here. */
export type MediaLike = Pick<
  HTMLMediaElement,
  | 'src'
  | 'currentTime'
  | 'playbackRate'
  | 'readyState'
  | 'paused'
  | 'ended'
  | 'seeking'
  | 'play'
  | 'pause'
  | 'load'
  | 'removeAttribute'
  | 'error'
>;

/** What the player shows. `isWaiting`: the clock stands until every wanted element has media. */
export type PlayerShown = Readonly<{
  atUs: number;
  isPlaying: boolean;
  isWaiting: boolean;
  speed: number;
  camera: TrackId | null;
}>;

/**
 * Plays all tracks of a hearing on one clock: one video element for the chosen camera and one audio element a
 * microphone. The clock leads, elements follow; unrecorded stretches are jumped over.
 */
export type Player = Readonly<{
  shown(): PlayerShown;
  subscribe(listener: () => void): () => void;
  play(): void;
  pause(): void;
  /** To any moment; in an unrecorded stretch to the start of what comes next. */
  seek(atUs: number): void;
  setSpeed(speed: number): void;
  setCamera(camera: TrackId | null): void;
  setHeard(heard: ReadonlySet<TrackId>): void;
  attachVideo(element: MediaLike | null): void;
  /** Starts to follow the clock; the way back stops all elements and lets their files go. */
  run(): () => void;
}>;

type Deck = {
  element: MediaLike;
  pieces: Lane['pieces'];
  url: string | null;
  wasNudged: boolean;
  lateSinceMs: number | null;
};

const tickMs = 50;
/** HTMLMediaElement.HAVE_FUTURE_DATA: can go on at least a little. */
const canGoOn = 3;
/** A copy that gives nothing for this long is played without, so that one lost file does not silence the others. */
const patienceMs = 4000;
/** While standing, a picture this near is the right picture. */
const stillEnoughS = 0.02;

/** Makes a player that stands at the first recorded moment, or near `startUs`; nothing moves before `run`. */
export function createPlayer({
  lanes,
  startUs = 0,
  makeAudio,
  onLost = () => undefined,
  now = () => performance.now(),
}: Readonly<{
  lanes: readonly Lane[];
  startUs?: number;
  makeAudio: () => MediaLike;
  now?: () => number;
  /** A wanted copy cannot be fetched or played; called once, with the moment on the line. */
  onLost?: (atUs: number) => void;
}>): Player {
  const stretches = playableStretches(lanes);
  const cameras = lanes.filter((lane) => lane.kind === 'camera');
  const microphones = lanes.filter((lane) => lane.kind === 'microphone');
  const ears = new Map<TrackId, Deck>(microphones.map((lane) => [lane.trackId, newDeck(makeAudio(), lane.pieces)]));
  const listeners = new Set<() => void>();
  let eye: Deck | null = null;
  let camera: TrackId | null = cameras[0]?.trackId ?? null;
  let heard: ReadonlySet<TrackId> = new Set(ears.keys());
  let clock = { ...restingClock, atUs: playableFrom(stretches, startUs) ?? 0 };
  let isPlaying = false;
  let isWaiting = false;
  let isLostTold = false;
  let shown: PlayerShown = { atUs: clock.atUs, isPlaying, isWaiting, speed: clock.speed, camera };

  function newDeck(element: MediaLike, pieces: Lane['pieces']): Deck {
    return { element, pieces, url: null, wasNudged: false, lateSinceMs: null };
  }

  function rest(deck: Deck): void {
    if (!deck.element.paused) deck.element.pause();
    deck.wasNudged = false;
    deck.lateSinceMs = null;
  }

  /** Puts an element on the piece of this moment; false when it must be waited for. */
  function load(deck: Deck, atUs: number): { isThere: boolean; wantedS: number } | null {
    const piece = (isPlaying ? pieceAt : pieceSeenAt)(deck.pieces, atUs);
    if (piece === null || piece.url === null) {
      rest(deck);
      return null;
    }
    const wantedS = Math.max(0, atUs - piece.fromUs) / 1_000_000;
    if (deck.url !== piece.url) {
      rest(deck);
      deck.url = piece.url;
      deck.element.src = piece.url;
      deck.element.currentTime = wantedS;
    }
    return { isThere: deck.element.ended || (deck.element.readyState >= canGoOn && !deck.element.seeking), wantedS };
  }

  /** True while the clock must stand for this element. */
  function mustWait(deck: Deck, isThere: boolean, nowMs: number): boolean {
    if (isThere) {
      deck.lateSinceMs = null;
      return false;
    }
    deck.lateSinceMs ??= nowMs;
    return nowMs - deck.lateSinceMs < patienceMs;
  }

  function follow(deck: Deck, wantedS: number): void {
    const { element } = deck;
    const correction = correctDrift({
      wantedS,
      actualS: element.currentTime,
      speed: clock.speed,
      wasNudged: deck.wasNudged,
    });
    if (correction.kind === 'seek' && !element.ended) element.currentTime = correction.toS;
    if (element.playbackRate !== correction.rate) element.playbackRate = correction.rate;
    deck.wasNudged = correction.kind === 'rate';
    // A refused play() (the element was given another source meanwhile) is tried again at the next tick.
    if (element.paused && !element.ended) void element.play().catch(() => undefined);
  }

  function decks(): readonly Deck[] {
    const wanted = [...ears].filter(([track]) => heard.has(track)).map(([, deck]) => deck);
    return eye === null ? wanted : [eye, ...wanted];
  }

  function tick(): void {
    const nowMs = now();
    if (isPlaying) {
      const atUs = clockAt(clock, nowMs);
      const playableUs = playableFrom(stretches, atUs);
      if (playableUs === null) {
        isPlaying = false;
        clock = resetClock(clock, nowMs, { atUs: stretches.at(-1)?.toUs ?? 0, isRunning: false });
      } else if (playableUs !== atUs) {
        clock = resetClock(clock, nowMs, { atUs: playableUs });
      }
    }
    const atUs = clockAt(clock, nowMs);
    const loaded = decks().map((deck) => ({ deck, place: load(deck, atUs) }));
    if (!isLostTold && loaded.some(({ deck, place }) => place !== null && deck.element.error !== null)) {
      isLostTold = true;
      onLost(atUs);
    }
    isWaiting =
      isPlaying &&
      loaded.map(({ deck, place }) => place !== null && mustWait(deck, place.isThere, nowMs)).includes(true);
    if (clock.isRunning !== (isPlaying && !isWaiting))
      clock = resetClock(clock, nowMs, { isRunning: isPlaying && !isWaiting });
    for (const { deck, place } of loaded) {
      if (place === null) continue;
      if (clock.isRunning) follow(deck, place.wantedS);
      else stand(deck, place.wantedS);
    }
    tell();
  }

  function stand(deck: Deck, wantedS: number): void {
    if (!deck.element.paused) deck.element.pause();
    const isOff = Math.abs(deck.element.currentTime - wantedS) > stillEnoughS;
    if (isOff && deck.element.readyState >= 1 && !deck.element.seeking && !deck.element.ended)
      deck.element.currentTime = wantedS;
  }

  function tell(): void {
    const next: PlayerShown = { atUs: clockAt(clock, now()), isPlaying, isWaiting, speed: clock.speed, camera };
    const isSame =
      next.atUs === shown.atUs &&
      next.isPlaying === shown.isPlaying &&
      next.isWaiting === shown.isWaiting &&
      next.speed === shown.speed &&
      next.camera === shown.camera;
    if (isSame) return;
    shown = next;
    for (const listener of listeners) listener();
  }

  return {
    shown: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    play() {
      const isAtEnd = playableFrom(stretches, clockAt(clock, now())) === null;
      if (isAtEnd) clock = resetClock(clock, now(), { atUs: playableFrom(stretches, 0) ?? 0 });
      isPlaying = stretches.length > 0;
      tick();
    },
    pause() {
      isPlaying = false;
      tick();
    },
    seek(atUs) {
      const toUs = playableFrom(stretches, Math.max(0, atUs)) ?? stretches.at(-1)?.toUs ?? 0;
      clock = resetClock(clock, now(), { atUs: toUs });
      for (const deck of decks()) deck.lateSinceMs = null;
      tick();
    },
    setSpeed(speed) {
      clock = resetClock(clock, now(), { speed });
      tick();
    },
    setCamera(next) {
      camera = next;
      if (eye !== null) eye = newDeck(eye.element, cameras.find((lane) => lane.trackId === next)?.pieces ?? []);
      tick();
    },
    setHeard(next) {
      heard = next;
      for (const [track, deck] of ears) if (!heard.has(track)) rest(deck);
      tick();
    },
    attachVideo(element) {
      if (eye !== null) rest(eye);
      eye = element === null ? null : newDeck(element, cameras.find((lane) => lane.trackId === camera)?.pieces ?? []);
      tick();
    },
    run() {
      const timer = setInterval(tick, tickMs);
      tick();
      return () => {
        clearInterval(timer);
        isPlaying = false;
        for (const deck of [...ears.values(), ...(eye === null ? [] : [eye])]) {
          rest(deck);
          deck.url = null;
          deck.element.removeAttribute('src');
          deck.element.load();
        }
        tell();
      };
    },
  };
}
