import type { CheckItem } from '../check/check-item.ts';
import { fault, faultCatalogue, type FaultKey } from '../faults.ts';
import type { HallPeerId, IncidentId } from '../ids.ts';
import type { Author } from '../journal/entries.ts';
import { done, failed, type Outcome } from '../outcome.ts';
import type { Addressee, BrokenThing, CourtChoice, CourtSide, IncidentCause, TellingWay } from './incident-entries.ts';

/* Times are Unix ms by the clock of this hall. */

export type Telling = Readonly<{
  to: Addressee;
  name: string;
  way: TellingWay;
  /** The paired hall that has it over the link; null for a person. */
  peerId: HallPeerId | null;
  atMs: number;
  by: Author;
}>;
export type Estimate = Readonly<{ restoreByMs: number; said: string; atMs: number; by: Author }>;
/** `isMeasured`: the hall itself found it in order again. */
export type Restoration = Readonly<{ atMs: number; by: Author; isMeasured: boolean; note: string }>;
export type CourtDecision = Readonly<{ choice: CourtChoice; byOralOrder: boolean; atMs: number; by: Author }>;

/** One technical fault with all that was done about it. */
export type IncidentSeen = Readonly<{
  incidentId: IncidentId;
  side: CourtSide;
  cause: IncidentCause;
  thing: BrokenThing;
  sinceMs: number;
  openedAtMs: number;
  openedBy: Author;
  /** It was found in the hearing, not before it. */
  isInHearing: boolean;
  /** P16.1: the hearing was opened with it, for this reason and by this person's word. */
  accepted: Readonly<{ reason: string; person: string; atMs: number }> | null;
  tellings: readonly Telling[];
  estimates: readonly Estimate[];
  restored: Restoration | null;
  notRestored: Readonly<{ atMs: number; by: Author; note: string }> | null;
  decisions: readonly CourtDecision[];
}>;

/** Where an incident stands; words under `incidents.stages.<stage>`. */
export const incidentStages = ['open', 'told', 'awaited', 'not-restored', 'restored', 'adjourned'] as const;
export type IncidentStage = (typeof incidentStages)[number];

/**
 * Who is to be told at once by the secretary. P17: whoever organises the video link in their region; P23, in the assisting
 * court: the technical specialist.
 */
export function dueAddressee(side: CourtSide): Readonly<{ to: Addressee; paragraph: 17 | 23 }> {
  return side === 'hearing' ? { to: 'organiser', paragraph: 17 } : { to: 'specialist', paragraph: 23 };
}

/** Whether the one whom the Rules name was told; the others may be told besides (P14: judge and specialist). */
export function isDueTold({ side, tellings }: Pick<IncidentSeen, 'side' | 'tellings'>): boolean {
  const due = dueAddressee(side);
  return tellings.some(({ to }) => to === due.to);
}

export function stageOf(incident: IncidentSeen): IncidentStage {
  if (incident.restored !== null) return 'restored';
  if (incident.decisions.at(-1)?.choice === 'adjourn') return 'adjourned';
  if (incident.notRestored !== null) return 'not-restored';
  if (incident.estimates.length > 0) return 'awaited';
  return isDueTold(incident) ? 'told' : 'open';
}

/** Nobody waits for anything of it any more. One that was not put right and without which the court goes on is over too. */
export function isOver(incident: IncidentSeen): boolean {
  const stage = stageOf(incident);
  return stage === 'restored' || stage === 'adjourned' || (stage === 'not-restored' && incident.decisions.length > 0);
}

/** P24: until when it is to be restored, by the newest word; null while nobody named a time or it no longer matters. */
export function restoreBy(incident: IncidentSeen): number | null {
  return stageOf(incident) === 'awaited' ? (incident.estimates.at(-1)?.restoreByMs ?? null) : null;
}

/** Telling is refused only of what needs nobody any more; whoever else is told does no harm. */
export function refuseTelling(incident: IncidentSeen): Outcome<null> {
  if (incident.restored !== null) return failed(fault('incident.restored', {}));
  return done(null);
}

/**
 * P24: «технический специалист незамедлительно принимает меры по восстановлению видеоконференцсвязи и информирует об этом
 * лицо, обеспечивающее организацию видеоконференцсвязи, с указанием сроков восстановления работоспособности». A time is
 * named by somebody who was told (P17, P23), and lies ahead.
 */
export function refuseEstimate(incident: IncidentSeen, restoreByMs: number, nowMs: number): Outcome<null> {
  if (incident.restored !== null) return failed(fault('incident.restored', {}));
  if (stageOf(incident) === 'adjourned') return failed(fault('incident.adjourned', {}));
  if (incident.tellings.length === 0)
    return failed(fault('incident.untold', { paragraph: dueAddressee(incident.side).paragraph }));
  return restoreByMs > nowMs ? done(null) : failed(fault('incident.term-past', {}));
}

export function refuseRestored(incident: IncidentSeen): Outcome<null> {
  return incident.restored === null ? done(null) : failed(fault('incident.restored', {}));
}

/** P18: «в случае невозможности устранения технических неполадок»: nobody can say so before somebody was told of it (P17, P23). */
export function refuseNotRestored(incident: IncidentSeen): Outcome<null> {
  if (incident.restored !== null) return failed(fault('incident.restored', {}));
  if (incident.tellings.length > 0) return done(null);
  return failed(fault('incident.untold', { paragraph: dueAddressee(incident.side).paragraph }));
}

/**
 * P25: the organiser «сообщает суду, рассматривающему дело, информацию о времени, необходимом для восстановления
 * видеоконференцсвязи с решением вопроса о дальнейшем рассмотрении дела или его переносе»; P18: where it cannot be put right,
 * «суд, рассматривающий дело, решает вопрос о дальнейшем разбирательстве дела». So only that court decides, and it knows how
 * long it takes or that it is in vain.
 */
export function refuseDecision(incident: IncidentSeen): Outcome<null> {
  if (incident.side !== 'hearing') return failed(fault('incident.not-our-court', {}));
  if (incident.restored !== null) return failed(fault('incident.restored', {}));
  const isKnown = incident.estimates.length > 0 || incident.notRestored !== null;
  return isKnown ? done(null) : failed(fault('incident.no-term', {}));
}

/** One thing has one incident at a time: what is the same here is the same incident as long as that is not over. */
export function causeKey(cause: IncidentCause): string {
  switch (cause.source) {
    case 'check':
      return `check ${cause.item.kind} ${cause.item.subject}`;
    case 'alarm':
      return `alarm ${cause.fault.key} ${JSON.stringify(Object.entries(cause.fault.args).sort())}`;
    case 'person':
      return `person ${cause.text}`;
    case 'other-court':
      return `other-court ${cause.peerId} ${causeKey(cause.cause)}`;
  }
}

/** The incident of this cause that is not over. */
export function incidentOf(list: readonly IncidentSeen[], cause: IncidentCause): IncidentSeen | undefined {
  const key = causeKey(cause);
  return list.find((each) => !isOver(each) && causeKey(each.cause) === key);
}

/** Whether this cause was entered and is not put right yet, whatever was decided of it: what stands is not entered twice. */
export function isEntered(list: readonly IncidentSeen[], cause: IncidentCause): boolean {
  const key = causeKey(cause);
  return list.some((each) => each.restored === null && causeKey(each.cause) === key);
}

/** Which red items of a check have no incident yet (P17, P23). */
export function unreportedItems(list: readonly IncidentSeen[], items: readonly CheckItem[]): readonly CheckItem[] {
  return items.filter((item) => item.verdict === 'bad' && incidentOf(list, { source: 'check', item }) === undefined);
}

const failing = /^(archive|disk|monitor|peer|recorder|signal|system)[.]/;

/** P19, P24: an alarm of the hearing that means that the videoconference or the record fails; a forgotten button is none. */
export function isTechnicalFailure(key: FaultKey): boolean {
  return key === 'call.missing' || (failing.test(key) && faultCatalogue[key].level === 'alarm');
}

/** How long a fault must stand in the hearing until it is an incident: what mends itself within this needs no telling, s. */
export const standsForS = 10;
