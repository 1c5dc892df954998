import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Lane } from '#contract/hall.ts';
import { createPlayer, type MediaLike, type Player } from '../../../../../renderer/console/after/player.ts';

const second = 1_000_000;

/** An element that plays by the test's clock; `isReady` false stands for media that have not come yet. */
class Element implements MediaLike {
  src = '';
  paused = true;
  ended = false;
  seeking = false;
  error: MediaError | null = null;
  isReady = true;
  seeks = 0;
  #setAtMs = Date.now();
  #setToS = 0;
  #rate = 1;
  get playbackRate(): number {
    return this.#rate;
  }
  set playbackRate(value: number) {
    this.#setToS = this.currentTime;
    this.#setAtMs = Date.now();
    this.#rate = value;
  }
  get readyState(): number {
    return this.isReady ? 4 : 0;
  }
  get currentTime(): number {
    return this.paused ? this.#setToS : this.#setToS + ((Date.now() - this.#setAtMs) / 1000) * this.#rate;
  }
  set currentTime(value: number) {
    this.seeks += 1;
    this.#setToS = value;
    this.#setAtMs = Date.now();
  }
  play(): Promise<void> {
    this.#setAtMs = Date.now();
    this.paused = false;
    return Promise.resolve();
  }
  pause(): void {
    this.#setToS = this.currentTime;
    this.paused = true;
  }
  load(): void {}
  removeAttribute(): void {
    this.src = '';
  }
}

const lane = (trackId: string, kind: Lane['kind'], pieces: readonly [number, number][]): Lane => ({
  trackId: trackId as Lane['trackId'],
  seatId: trackId as Lane['seatId'],
  kind,
  gaps: [],
  pieces: pieces.map(([fromS, toS], index) => ({
    epoch: index + 1,
    fromUs: fromS * second,
    toUs: toS * second,
    url: `${trackId}/${index + 1}`,
  })),
});
const lanes = [
  lane('camera-1', 'camera', [
    [0, 10],
    [30, 40],
  ]),
  lane('judge', 'microphone', [
    [0, 10],
    [30, 40],
  ]),
  lane('witness', 'microphone', [
    [5, 10],
    [30, 40],
  ]),
];

let player: Player;
let stop: () => void;
let lost: number;
let picture: Element;
let sounds: Element[];

beforeEach(() => {
  vi.useFakeTimers();
  sounds = [];
  lost = 0;
  player = createPlayer({
    lanes,
    now: () => Date.now(),
    onLost: () => {
      lost += 1;
    },
    makeAudio: () => {
      const element = new Element();
      sounds.push(element);
      return element;
    },
  });
  picture = new Element();
  player.attachVideo(picture);
  stop = player.run();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

test('all recorded tracks play at the same place, and one that begins later joins where it begins', () => {
  player.play();
  vi.advanceTimersByTime(3000);
  expect(player.shown().atUs).toBeCloseTo(3 * second, -5);
  expect(picture.currentTime).toBeCloseTo(3, 1);
  expect(sounds[0]?.currentTime).toBeCloseTo(3, 1);
  expect(sounds[1]?.paused).toBe(true);
  vi.advanceTimersByTime(4000);
  expect(sounds[1]?.currentTime).toBeCloseTo(2, 1);
});

test('an unrecorded stretch is jumped over and the next piece is loaded', () => {
  player.seek(9 * second);
  player.play();
  vi.advanceTimersByTime(2000);
  expect(player.shown().atUs).toBeGreaterThan(30 * second);
  expect(picture.src).toBe('camera-1/2');
  expect(sounds[0]?.src).toBe('judge/2');
});

test('the clock waits for media that have not come, and goes on without them when they never come', () => {
  sounds[0]!.isReady = false;
  player.play();
  vi.advanceTimersByTime(1000);
  expect(player.shown()).toMatchObject({ atUs: 0, isPlaying: true, isWaiting: true });
  expect(picture.paused).toBe(true);
  vi.advanceTimersByTime(5000);
  expect(player.shown().isWaiting).toBe(false);
  expect(player.shown().atUs).toBeGreaterThan(second);
});

test('a muted track is silent and comes back at the right place', () => {
  player.play();
  player.setHeard(new Set([lanes[2]!.trackId]));
  vi.advanceTimersByTime(4000);
  expect(sounds[0]?.paused).toBe(true);
  player.setHeard(new Set([lanes[1]!.trackId]));
  vi.advanceTimersByTime(500);
  expect(sounds[0]?.currentTime).toBeCloseTo(4.5, 1);
});

test('an element that runs slow is brought back without being set anew', () => {
  player.play();
  vi.advanceTimersByTime(1000);
  const before = picture.seeks;
  picture.currentTime = 0.88;
  vi.advanceTimersByTime(100);
  expect(picture.playbackRate).toBeGreaterThan(1);
  vi.advanceTimersByTime(3000);
  expect(picture.playbackRate).toBe(1);
  expect(picture.seeks).toBe(before + 1);
  expect(Math.abs(picture.currentTime - player.shown().atUs / second)).toBeLessThan(0.08);
});

test('stops at the end of the record and begins anew when asked to play there', () => {
  player.seek(39 * second);
  player.play();
  vi.advanceTimersByTime(2000);
  expect(player.shown()).toMatchObject({ atUs: 40 * second, isPlaying: false });
  expect(sounds[0]?.paused).toBe(true);
  player.play();
  expect(player.shown().atUs).toBe(0);
});

test('while standing, a jump shows the picture of that moment', () => {
  player.seek(33 * second);
  vi.advanceTimersByTime(100);
  expect(picture.src).toBe('camera-1/2');
  expect(picture.currentTime).toBeCloseTo(3, 5);
  expect(picture.paused).toBe(true);
});

test('lets all files go when it is stopped', () => {
  player.play();
  vi.advanceTimersByTime(1000);
  stop();
  expect([picture, ...sounds].map(({ src, paused }) => [src, paused])).toEqual([
    ['', true],
    ['', true],
    ['', true],
  ]);
  expect(player.shown().isPlaying).toBe(false);
});

test('says once that a wanted copy is lost', () => {
  vi.advanceTimersByTime(200);
  expect(lost).toBe(0);
  sounds[0]!.error = {} as MediaError;
  vi.advanceTimersByTime(500);
  expect(lost).toBe(1);
});

test('before the camera was open a standing player shows its first picture, and a playing one waits for it', () => {
  stop();
  player = createPlayer({
    lanes: [lane('camera-1', 'camera', [[1, 10]]), lane('judge', 'microphone', [[0, 10]])],
    now: () => Date.now(),
    makeAudio: () => new Element(),
  });
  picture = new Element();
  player.attachVideo(picture);
  stop = player.run();
  vi.advanceTimersByTime(100);
  expect(picture).toMatchObject({ src: 'camera-1/1', currentTime: 0, paused: true });
  player.play();
  vi.advanceTimersByTime(500);
  expect(picture.paused).toBe(true);
  vi.advanceTimersByTime(1000);
  expect(picture.paused).toBe(false);
});
