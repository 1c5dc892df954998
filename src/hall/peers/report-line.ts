import { randomBytes } from 'node:crypto';
import { checkReport } from '#contract/check-reports.ts';
import type { ReportFrame } from '#contract/peer-link.ts';
import type { CheckReport } from '#domain/check/check-report.ts';
import { fault } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import { canonicalJson } from '#domain/journal/canonical-json.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { pinsOf, type PairedHall } from '#domain/peers/paired-hall.ts';
import type { Log } from '../plumbing/index.ts';
import type { Speaker } from './fingerprint-guard.ts';
import { isSignedBy } from './identity.ts';

const answerLimitMs = 5000;
/** As JSON inside JSON it grows by its quotation marks; a frame of the link has 64 KiB. */
export const mostReportLetters = 40_000;

type Order = Readonly<{
  hall(peerId: HallPeerId): PairedHall | undefined;
  /** As whom this hall speaks to that one. */
  speaker(peerId: HallPeerId): Speaker | null;
  isUp(peerId: HallPeerId): boolean;
  say(peerId: HallPeerId, frame: ReportFrame): boolean;
  /** The newest report of this hall. */
  give(): Promise<CheckReport | null>;
  log: Log;
}>;
type Given = Extract<ReportFrame, { say: 'report.given' }>;

/** What is signed: whose report it is, for whom, in answer to which question. An answer of yesterday answers nothing today. */
function statementOf(from: HallPeerId, to: HallPeerId, { token, report }: Pick<Given, 'token' | 'report'>): string {
  return ['check-report-v1', from, to, token, report ?? ''].join('|');
}

/** P22: the newest check report of another hall, signed by the key that is pinned for it. */
export type ReportLine = Readonly<{
  /** Null when it has none. Refuses `peer.unknown`, `peer.link-down`, `peer.report-forged`; fails `api.timed-out`. */
  ask(peerId: HallPeerId): Promise<Outcome<CheckReport | null>>;
  received(peerId: HallPeerId, frame: ReportFrame): void;
}>;

export function createReportLine(order: Order): ReportLine {
  const { log } = order;
  const waiting = new Map<string, Readonly<{ peerId: HallPeerId; settle(given: Given | null): void }>>();

  async function answer(peerId: HallPeerId, token: string): Promise<void> {
    const speaker = order.speaker(peerId);
    if (speaker === null) return;
    const report = await order.give();
    const text = report === null ? null : shortEnough(report);
    const given = { token, report: text };
    const signature = speaker.sign(statementOf(speaker.id, peerId, given));
    order.say(peerId, { say: 'report.given', ...given, signature });
  }

  function open(hall: PairedHall, given: Given): Outcome<CheckReport | null> {
    const statement = statementOf(hall.id, hall.ownId, given);
    const isTheirs = pinsOf(hall).some((pin) => isSignedBy(pin, statement, given.signature));
    const read = given.report === null ? null : readReport(given.report);
    if (!isTheirs || read === undefined) {
      log.warn({ peerId: hall.id, isTheirs }, 'peer-report-refused');
      return failed(fault('peer.report-forged', {}));
    }
    return done(read);
  }

  return {
    async ask(peerId) {
      const hall = order.hall(peerId);
      if (hall === undefined) return failed(fault('peer.unknown', {}));
      if (!order.isUp(peerId)) return failed(fault('peer.link-down', {}));
      const token = randomBytes(16).toString('hex');
      const given = await new Promise<Given | null>((resolve) => {
        const limit = setTimeout(() => settle(null), answerLimitMs);
        const settle = (found: Given | null): void => {
          clearTimeout(limit);
          waiting.delete(token);
          resolve(found);
        };
        waiting.set(token, { peerId, settle });
        if (!order.say(peerId, { say: 'report.asked', token })) settle(null);
      });
      return given === null ? failed(fault('api.timed-out', { verb: 'check-report.ask' })) : open(hall, given);
    },
    received(peerId, frame) {
      if (frame.say === 'report.asked') void answer(peerId, frame.token);
      else {
        const asked = waiting.get(frame.token);
        if (asked?.peerId === peerId) asked.settle(frame);
      }
    },
  };
}

/** A hall of very many things tells its verdicts without the figures. */
function shortEnough(report: CheckReport): string {
  const whole = canonicalJson(report);
  if (whole.length <= mostReportLetters) return whole;
  return canonicalJson({ ...report, items: report.items.map((item) => ({ ...item, figures: {} })) });
}

/** Undefined for what is no report. */
function readReport(text: string): CheckReport | undefined {
  try {
    return checkReport.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
