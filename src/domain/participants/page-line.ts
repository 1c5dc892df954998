import { isEnough, judgeBandwidth, type BandwidthVerdict, type WayFigure } from '../peers/bandwidth.ts';

/*
 * P38: what the line of a participant's page carries each way, by a paced stream over TLS: a browser can send no datagrams
 * of its own, and what WebRTC thinks of a line is an estimate of its own sending. Rates are in kbit/s of IP packets.
 */

/** Three times what is asked for is looked for and no more, because others may speak over the hall's line meanwhile. */
export const pageStream = {
  rateKbps: 3000,
  durationMs: 5000,
  /** In this time TCP feels its way, and on a path with a short queue sends again what it drove over its edge. */
  uncountedMs: 2000,
  /** Small, because whole frames are counted. */
  frameBytes: 4096,
} as const;

/** A stream that gave nothing for so long at its end stood still; a shorter pause is the way to the next frame. */
const stillMs = 400;
/** Whoever sends or counts and did not look for so long may have let the line run empty, or cannot say when a frame came. */
export const mostUnseenMs = 300;
/** What comes one so soon after the other came together: at its pace a frame takes 11 ms. */
const togetherMs = 8;
const fewestFrames = 8;
/** An IPv4 packet of 1500 bytes has no more than 1460 of a TCP stream (RFC 9293). */
const overhead = 1500 / 1460;
const cameThroughShare = 0.95;
const mostBytes = (pageStream.rateKbps * (pageStream.durationMs + 1500)) / 8;

/** What was counted of one stream: whole frames of `pageStream.frameBytes`. */
export type StreamCount = Readonly<{
  bytes: number;
  /** The time in which they came, ms. */
  spanMs: number;
}>;

/**
 * Counts a stream by when each frame came, ms on any clock. TCP that has lost a packet hands over all that came behind it at
 * once: what comes in the first moment took its time before, and time begins when it is there; what comes in the last moment
 * took the time up to it. Null of what is too little to tell.
 */
export function countStream(arrivedMs: readonly number[]): StreamCount | null {
  const { durationMs, uncountedMs, frameBytes } = pageStream;
  const firstMs = arrivedMs[0] ?? 0;
  const timed = arrivedMs.filter((atMs) => atMs >= firstMs + uncountedMs && atMs <= firstMs + durationMs);
  const isAlone = (atMs: number, index: number): boolean => (timed[index + 1] ?? Infinity) - atMs >= togetherMs;
  const firstMoment = timed.findIndex(isAlone);
  const [fromMs, lastMs] = [timed[firstMoment], timed.at(-1)];
  if (fromMs === undefined || lastMs === undefined || timed.length - firstMoment < fewestFrames) return null;
  const endMs = firstMs + durationMs;
  const toMs = endMs - lastMs > stillMs ? endMs : lastMs;
  return { bytes: (timed.length - 1 - firstMoment) * frameBytes, spanMs: toMs - fromMs };
}

/** Whether such a count can be one of ours: what a page says is a stranger's word. */
export function isCountOfOurs({ bytes, spanMs }: StreamCount): boolean {
  return bytes <= mostBytes && spanMs > 0 && spanMs <= pageStream.durationMs;
}

/** The figure of one way. */
export function pageFigure({ bytes, spanMs }: StreamCount): WayFigure {
  const kbps = spanMs <= 0 ? 0 : (bytes * 8 * overhead) / spanMs;
  const { rateKbps } = pageStream;
  return { kbps: Math.floor(Math.min(kbps, rateKbps)), isAtLeast: kbps >= cameThroughShare * rateKbps, lostShare: 0 };
}

/** What the browser says of how it is connected, where it does. */
export const pageConnections = ['wifi', 'cellular', 'ethernet', 'unknown'] as const;
export type PageConnection = (typeof pageConnections)[number];

/** P38: what was measured between a participant's page and the hall. */
export type PageMeasured = Readonly<{
  /** From the page to the hall, as the hall counted it. */
  send: WayFigure;
  /** From the hall to the page, as the page counted it and the hall has let it pass. */
  receive: WayFigure;
  roundTripMs: number;
  connection: PageConnection;
  leastKbps: number;
  verdict: BandwidthVerdict;
}>;

/** Puts the verdict to the figures of both ways. */
export function judgePageLine(
  of: Pick<PageMeasured, 'send' | 'receive' | 'roundTripMs' | 'connection'>,
  leastKbps: number,
): PageMeasured {
  return { ...of, leastKbps, verdict: judgeBandwidth(of, leastKbps) };
}

/** The newest measurement of a participant; `measured` null where that try broke off. */
export type PageLineSeen = Readonly<{ attempts: number; measured: PageMeasured | null; wallMs: number }>;

/** Which way is too narrow; null where both are wide enough. */
export function narrowWay({ send, receive, leastKbps }: PageMeasured): 'both' | 'send' | 'receive' | null {
  const isSendEnough = isEnough(send, leastKbps);
  const isReceiveEnough = isEnough(receive, leastKbps);
  if (isSendEnough) return isReceiveEnough ? null : 'receive';
  return isReceiveEnough ? 'send' : 'both';
}

/** Where nothing was measured. */
const unmeasuredKbps = 2000;
/** The share that an exhibit has between halls (`exhibits/pacing`). */
const paperShare = 0.6;

/** How fast a document may go to a page beside its call, kbit/s: sound and picture go first (P35). */
export function paperKbps(line: PageLineSeen | null): number {
  return Math.round((line?.measured?.receive.kbps ?? unmeasuredKbps) * paperShare);
}
