import { median } from '../record/median.ts';

/*
 * How much a path between two halls carries, each way (P35–P38). Trains of datagrams are sent a little faster than what
 * is asked for, and what arrives is counted by the hall that receives it: what a path passed on is known, what it could
 * have passed on is never estimated. Rates are in kbit/s of IP packets.
 */

/** Payload of one datagram, bytes: with its headers below 1280, which every path carries whole (RFC 8200, section 5). */
export const datagramBytes = 1200;
/** IPv4 and UDP headers of one datagram, bytes (RFC 791, RFC 768). */
const headerBytes = 28;
const bitsOnIp = (datagrams: number, payloadBytes: number): number => (payloadBytes + headerBytes * datagrams) * 8;

/** `there`: from the hall that dials to the one that is dialled. */
export const probeWays = ['there', 'back'] as const;
export type ProbeWay = (typeof probeWays)[number];
export const trainNames = ['first', 'second'] as const;
export type TrainName = (typeof trainNames)[number];
export type TrainPlan = Readonly<{ rateKbps: number; durationMs: number }>;

/**
 * The first train asks for a quarter more than the 1 Mbit/s of P38; two seconds of it average out what one queue holds.
 * Where it comes through a second one asks how much more there is, for less time, because it may crowd others out.
 */
export const trainPlans: Readonly<Record<TrainName, TrainPlan>> = {
  first: { rateKbps: 1250, durationMs: 2000 },
  second: { rateKbps: 6500, durationMs: 1500 },
};
/** What of a train must arrive for it to have come through: less is a path that is full. */
const cameThroughShare = 0.95;
/** A full path whose sender stood still so long, as a share of the train, may have run empty meanwhile. */
const mostLateShare = 0.05;
/** So much of a train may pass unseen by its receiver; the figure is then taken from the rest. */
const mostUnseenShare = 0.1;

/** How many datagrams a train has. */
export function datagramsOf({ rateKbps, durationMs }: TrainPlan): number {
  return Math.round((rateKbps * durationMs) / bitsOnIp(1, datagramBytes));
}

/** When a datagram of the train is due, ms after the first, which is number 0. */
export function dueMs({ rateKbps }: TrainPlan, datagramNo: number): number {
  return (datagramNo * bitsOnIp(1, datagramBytes)) / rateKbps;
}

/**
 * What the receiver counted of a train or a stream: the record. Each datagram counts once. Timed is what arrived after the
 * first arrival, because a rate needs a stretch of time before each of its bits, and while the receiver was looking.
 */
export type TrainCount = Readonly<{
  datagrams: number;
  timedDatagrams: number;
  timedBytes: number;
  /** The time in which the timed ones arrived. */
  spanUs: number;
  /** How late the sender was at worst, by its own clock. */
  lateUs: number;
  /** For how long the receiver did not look and had to leave out, or could have missed, what came. */
  unseenUs: number;
}>;

/** What arrived, kbit/s of IP packets; 0 of nothing. */
export function rateKbps({ timedDatagrams, timedBytes, spanUs }: TrainCount): number {
  return spanUs <= 0 ? 0 : (bitsOnIp(timedDatagrams, timedBytes) * 1000) / spanUs;
}

/** Compared with what was really sent, so that a sender's standstill is not taken for a limit of the path. */
function cameThrough(train: TrainName, count: TrainCount): boolean {
  const { rateKbps: plannedKbps, durationMs } = trainPlans[train];
  const sentKbps = (plannedKbps * durationMs) / (durationMs + count.lateUs / 1000);
  return rateKbps(count) >= cameThroughShare * sentKbps;
}

/** Whether the first train came through, so that only a faster one can find the limit. */
export function needsSecondTrain(first: TrainCount): boolean {
  return cameThrough('first', first);
}

/** Whether a low figure can only be the path's: the receiver looked, and the sender kept a path full that was full. */
export function isUndisturbed(train: TrainName, count: TrainCount): boolean {
  const lengthUs = trainPlans[train].durationMs * 1000;
  const isSteady = cameThrough(train, count) || count.lateUs <= mostLateShare * lengthUs;
  return isSteady && count.unseenUs <= mostUnseenShare * lengthUs;
}

/** One way of a path. */
export type WayFigure = Readonly<{
  kbps: number;
  /** All that was sent came through: the path carries this and perhaps more. */
  isAtLeast: boolean;
  /** Share of the first train that did not arrive; of a stream, which sends again what is lost, 0. */
  lostShare: number;
}>;

/** The figure of one way from what arrived of its trains. What came through once, the path carries. */
export function wayFigure(first: TrainCount, second: TrainCount | null): WayFigure {
  const lostShare = Math.max(0, 1 - first.datagrams / datagramsOf(trainPlans.first));
  const kbps = Math.max(rateKbps(first), second === null ? 0 : rateKbps(second));
  const isAtLeast = second !== null && cameThrough('second', second);
  return { ...capped(kbps), isAtLeast, lostShare: Math.round(lostShare * 10_000) / 10_000 };
}

function capped(kbps: number): Pick<WayFigure, 'kbps'> {
  return { kbps: Math.floor(Math.min(kbps, trainPlans.second.rateKbps)) };
}

/** A stream lasts so long, and its first second, in which TCP feels its way, is not counted. */
export const streamRules = { durationMs: 4000, uncountedMs: 1000 } as const;
/** An IPv4 packet of 1500 bytes, the largest outside a machine room, has no more than 1460 of a TCP stream (RFC 9293). */
const leastStreamOverhead = 1500 / 1460;

/** The figure of one way from the payload that a paced TCP stream brought in its counted time, where UDP is shut. */
export function streamFigure({ timedBytes, spanUs }: Pick<TrainCount, 'timedBytes' | 'spanUs'>): WayFigure {
  const kbps = spanUs <= 0 ? 0 : (timedBytes * 8 * leastStreamOverhead * 1000) / spanUs;
  return { ...capped(kbps), isAtLeast: kbps >= cameThroughShare * trainPlans.second.rateKbps, lostShare: 0 };
}

/** The middle one of the round trips, ms to a tenth; null of none. */
export function roundTripOf(roundTripsMs: readonly number[]): number | null {
  return roundTripsMs.length === 0 ? null : Math.round(median(roundTripsMs) * 10) / 10;
}

export const probeMethods = ['udp', 'tcp'] as const;
export type ProbeMethod = (typeof probeMethods)[number];
export const bandwidthVerdicts = ['enough', 'too-little'] as const;
export type BandwidthVerdict = (typeof bandwidthVerdicts)[number];

/** What was measured between this hall and another, as this hall sees it. */
export type LinkMeasured = Readonly<{
  method: ProbeMethod;
  /** From this hall to the other one, as the other one counted it. */
  send: WayFigure;
  /** From the other hall to this one, as this one counted it. */
  receive: WayFigure;
  roundTripMs: number;
  /** What the rule-book asked for, each way. */
  leastKbps: number;
  verdict: BandwidthVerdict;
  atMs: number;
}>;

/** P38: both ways must carry what the rule-book asks for. */
export function judgeBandwidth(
  { send, receive }: Pick<LinkMeasured, 'send' | 'receive'>,
  leastKbps: number,
): BandwidthVerdict {
  return isEnough(send, leastKbps) && isEnough(receive, leastKbps) ? 'enough' : 'too-little';
}

/** One way against what the rule-book asks for. */
export function isEnough({ kbps }: WayFigure, leastKbps: number): boolean {
  return kbps >= leastKbps;
}
