import type { HeardProcessed } from '#contract/loudspeakers.ts';
import { checkItemOf, type CheckFinding, type CheckItem } from '#domain/check/check-item.ts';
import type { Loudspeaker, Seat } from '#domain/seats.ts';
import type { CheckTuning } from './check-tuning.ts';
import { judgeWays, type WayOf } from './judge-ways.ts';
import type { SoundReading } from './read-sound.ts';

export type HeardSeat = Readonly<{ seat: Seat; reading: SoundReading | null }>;

/**
 * What is said of every microphone and, where they played, of every loudspeaker: a microphone proves itself by a voice or by a
 * loudspeaker that it hears, and what all microphones hear of one loudspeaker alike lies with the loudspeaker or the room.
 * `coverS` is how long the test recording was; `isTalk`: people were asked to speak.
 */
export function judgeSounds(
  heard: readonly HeardSeat[],
  loudspeakers: readonly Readonly<{ loudspeaker: Loudspeaker; isPlayed: boolean }>[],
  { coverS, isTalk, echoes }: Asked,
  tuning: CheckTuning,
): readonly CheckItem[] {
  const played = loudspeakers.filter(({ isPlayed }) => isPlayed).map(({ loudspeaker }) => loudspeaker.id);
  const listeners = heard.filter(({ reading }) => reading !== null && reading.lengthS >= coverS * tuning.coverShare);
  const ways = listeners.flatMap(({ seat, reading }) =>
    played.map((loudspeaker): WayOf => ({
      ...{ loudspeaker, seatId: seat.id, isGated: seat.gated },
      heard: reading?.ways[loudspeaker] ?? null,
    })),
  );
  const judged = judgeWays(ways, played, tuning);
  return [
    ...heard.map((each) => {
      const own = judged.microphones.get(each.seat.id);
      return judgeMicrophone(each, { coverS, isTalk, echoes }, own, tuning);
    }),
    ...loudspeakers.map(({ loudspeaker: { id }, isPlayed }) => {
      const own = judged.loudspeakers.get(id);
      const findings: readonly CheckFinding[] = isPlayed
        ? (own?.findings ?? [])
        : [{ key: 'not-played', verdict: 'bad' }];
      return checkItemOf({ subject: id, kind: 'loudspeaker' }, findings, own?.figures ?? {});
    }),
  ];
}

type Asked = Readonly<{ coverS: number; isTalk: boolean; echoes: readonly HeardProcessed[] }>;

/** The raw microphone heard so much more than the room is silent: else there is no echo to take away. */
const leastEchoDb = 15;

/**
 * Whether a call takes away what the loudspeakers play of the others: by how much less of it the call's microphone has than the record's,
 * and how far that stands above its own silence.
 */
function judgeEcho(
  rawDbfs: number | null,
  heard: HeardProcessed | undefined,
  tuning: CheckTuning,
): Readonly<{ findings: readonly CheckFinding[]; figures: Readonly<Record<string, number>> }> {
  if (rawDbfs === null || heard === undefined || rawDbfs - heard.restDbfs < leastEchoDb)
    return { findings: [], figures: {} };
  const echoTakenDb = rawDbfs - heard.playedDbfs;
  const isKept = echoTakenDb < tuning.echoTakenDb && heard.playedDbfs - heard.restDbfs > leastEchoDb;
  return { findings: isKept ? [{ key: 'echo-kept', verdict: 'look' }] : [], figures: { echoTakenDb } };
}

type SoundsProof = Readonly<{
  isProven: boolean;
  findings: readonly CheckFinding[];
  figures: Readonly<Record<string, number>>;
}>;

function judgeMicrophone(
  { seat, reading }: HeardSeat,
  { coverS, isTalk, echoes }: Asked,
  ways: SoundsProof | undefined,
  tuning: CheckTuning,
): CheckItem {
  const what = { subject: seat.id, kind: seat.kind } as const;
  if (reading === null || reading.lengthS < coverS * tuning.coverShare)
    return checkItemOf(what, [{ key: 'no-data', verdict: 'bad' }], reading === null ? {} : soundFigures(reading));
  const { levels, speech, hum } = reading;
  const findings: CheckFinding[] = [...(ways?.findings ?? [])];
  const isSilent = levels.loudestDbfs < tuning.silentBelowDbfs || levels.zeroShare > tuning.zeroShare;
  const isHum = !isSilent && hum.dbfs > tuning.humFromDbfs && hum.share > tuning.humShare;
  const isVoice = speech.speechDbfs !== null;
  const isTold = ways?.isProven === true || ways?.findings.some(({ key }) => key === 'deaf') === true;
  if (isSilent && ways?.isProven !== true)
    findings.push(seat.gated ? { key: 'gated-silent', verdict: 'look' } : { key: 'silent', verdict: 'bad' });
  // Whether a voice is too quiet can only be told of a voice; and where loudspeakers play, nobody need speak.
  else if (isTalk && !isSilent && !isVoice && !isHum && !isTold) findings.push({ key: 'no-speech', verdict: 'look' });
  else if (isVoice && levels.loudestDbfs < tuning.quietBelowDbfs) findings.push({ key: 'quiet', verdict: 'look' });
  const isFlat = !isSilent && levels.loudestDbfs > tuning.quietBelowDbfs && levels.crestDb < tuning.flatCrestDb;
  if (levels.clippedShare > tuning.clippedShare || isFlat) findings.push({ key: 'clipping', verdict: 'look' });
  if (isHum) findings.push({ key: 'hum', verdict: 'look' });
  else if (speech.overPauseDb !== null && speech.overPauseDb < tuning.noisyBelowDb)
    findings.push({ key: 'noisy', verdict: 'look' });
  const echo = judgeEcho(
    reading.echoDbfs,
    echoes.find(({ seatId }) => seatId === seat.id),
    tuning,
  );
  findings.push(...echo.findings);
  return checkItemOf(what, once(findings), { ...soundFigures(reading), ...ways?.figures, ...echo.figures });
}

/** A voice and a loudspeaker may tell the same. */
function once(findings: readonly CheckFinding[]): readonly CheckFinding[] {
  return findings.filter(({ key }, at) => findings.findIndex((other) => other.key === key) === at);
}

function soundFigures({ levels, speech, hum }: SoundReading): Readonly<Record<string, number>> {
  const { rmsDbfs, peakDbfs, loudestDbfs, quietestDbfs, crestDb, zeroShare, clippedShare, lengthS } = levels;
  const { speechDbfs, overPauseDb } = speech;
  return {
    ...{ levelDbfs: loudestDbfs, floorDbfs: quietestDbfs, rmsDbfs, peakDbfs, crestDb },
    ...(speechDbfs === null ? {} : { speechDbfs }),
    ...(overPauseDb === null ? {} : { overPauseDb }),
    ...{ humShare: hum.share, zeroShare, clippedShare, lengthS },
  };
}
