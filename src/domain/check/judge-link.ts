import { isEnough, type WayFigure } from '../peers/bandwidth.ts';
import { judgeLink, type LinkFigures } from '../peers/link-figures.ts';
import { judgeVoice, type VoiceFigures } from '../peers/voice-figures.ts';
import { checkItemOf, type CheckFinding, type CheckItem } from './check-item.ts';

/** What is known of the line to one of those who are due today. */
export type DueLink = Readonly<{
  /** Id of the hall or participant. */
  subject: string;
  who: 'hall' | 'person';
  /** The hall's line stands, or the participant's page is open. */
  isReached: boolean;
  /** The other hall answered and was refused, or refused us. */
  isRefused: boolean;
  /** P38: what the line carried when it was measured last; null where it was not. */
  measured: Readonly<{ send: WayFigure; receive: WayFigure; leastKbps: number }> | null;
  /** P15.5: what came of the last test session; null where there was none. `isGood` null: the specialist has said nothing. */
  tested: Readonly<{
    hasCome: boolean;
    isGood: boolean | null;
    figures: LinkFigures | null;
    voice: VoiceFigures | null;
  }> | null;
  /** P28: how its voice arrives over the line that stands now; null where none does or nobody spoke on it. */
  voice: VoiceFigures | null;
  /** How long until the hearing, ms; negative: it should have begun. */
  untilMs: number;
}>;

/** A participant opens the page shortly before; a hall's PC answers all day. */
const personDueMs = 20 * 60_000;

/** Whoever is not on the line yet may still come: nothing here is bad. */
export function judgeDueLink({
  subject,
  who,
  isReached,
  isRefused,
  measured,
  tested,
  voice,
  untilMs,
}: DueLink): CheckItem {
  const findings: CheckFinding[] = [];
  const told = (key: string): number => findings.push({ key, verdict: 'look' });
  const isTried = tested?.hasCome === true;
  if (isRefused) told('link-refused');
  else if (!isReached && who === 'hall') told('hall-away');
  else if (!isReached && (untilMs < personDueMs || !isTried)) told(isTried ? 'person-away' : 'person-untried');
  const isNarrow =
    measured !== null && ![measured.send, measured.receive].every((way) => isEnough(way, measured.leastKbps));
  if (isNarrow) told('link-narrow');
  if (tested?.isGood === false) told('test-failed');
  const quality = tested?.figures == null ? null : judgeLink(tested.figures);
  if (quality !== null && (quality.here === 'bad' || quality.there === 'bad')) told('link-lossy');
  const heard = voice ?? tested?.voice ?? null;
  for (const trouble of heard === null ? [] : judgeVoice(heard)) told(`voice-${trouble}`);
  const passed = tested?.figures ?? null;
  return checkItemOf({ subject, kind: 'link' }, findings, {
    isReached: Number(isReached),
    ...(measured === null ? {} : { sendKbps: measured.send.kbps, receiveKbps: measured.receive.kbps }),
    ...heard,
    ...(passed === null
      ? {}
      : {
          testRoundTripMs: passed.roundTripMs ?? Number.NaN,
          testReceiveLostShare: passed.receive.lostShare,
          testSendLostShare: passed.send.lostShare,
        }),
  });
}
