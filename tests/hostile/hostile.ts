/**
 * `npm run test:hostile -- --seed S`: whoever is hostile on the link to other halls is refused with a code, and nothing of
 * it reaches a call window. Strangers, false and lapsed certificates, descriptions that were altered, signed for something
 * else or replayed, keys renewed falsely, messages without sense, floods and crowds, and pairing codes that are guessed, all against a real
 * service that records a hearing meanwhile while an honest hall stays on its link. One JSON line for each case, the verdict last.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openOwnKeys } from '../../src/hall/peers/own-keys.ts';
import { holesOf } from '../chaos/record-holes.ts';
import { silentLog } from '../fixtures/make-hall.ts';
import { freePort, startLinkedHall, type LinkedHall } from '../flow/hall-pair.ts';
import { numberFlag, printVerdict, say } from '../measure/verdict.ts';
import { entriesOf, readJournal } from '../stage/record-files.ts';
import { knockAsStrangers } from './at-the-door.ts';
import { BesiegedCourt, readLog } from './besieged-court.ts';
import { raiseFalseHalls, showFalseCertificates } from './false-certificates.ts';
import { showFalseDescriptions } from './false-descriptions.ts';
import { renewFalsely } from './false-renewals.ts';
import { forgePapers, forMs } from './forged-papers.ts';
import { pairAs } from './hostile-hall.ts';
import { guessCodes } from './guessed-codes.ts';
import { showMalformed } from './malformed-messages.ts';

const seed = numberFlag('seed', 1);
const messages = numberFlag('messages', 10_000);
const limits = { failedCases: 0, signals: 0, holes: 0, refusalEntriesPerMinute: 30, messages } as const;
const beganMs = performance.now();

async function meet(court: BesiegedCourt, colony: LinkedHall): Promise<void> {
  const { code } = await court.console.must('peer.invite', {});
  await colony.console.must('peer.join', { host: '127.0.0.1', port: court.port, code });
  const isHonest = ({ link }: { link: string }): boolean => link === 'up';
  // No other hall of all those that the court knows so far can be on its link.
  const { peers } = await court.console.until((state) => state.peers.some(isHonest), 10_000, 'the honest link is up');
  court.mindHonest(peers.find(isHonest)!);
}

const work = mkdtempSync(path.join(tmpdir(), 'tarazy-hostile-'));
const home = path.join(work, 'court');
const falseHalls = await raiseFalseHalls();
mkdirSync(home, { recursive: true });
// A hall that knows others has its own key already.
await openOwnKeys(path.join(home, 'keys'), { hasPairedHalls: false, nowMs: Date.now, log: silentLog });
writeFileSync(path.join(home, 'peers.json'), JSON.stringify({ formatVersion: 1, halls: falseHalls.paired }));
say('a hearing is opened');
const [court, colony] = await Promise.all([BesiegedCourt.open(home, await freePort()), startLinkedHall()]);
let ok = false;
try {
  await meet(court, colony);
  const known = await forgePapers(forMs(24 * 3_600_000));
  await pairAs(known, court);

  say('strangers');
  await knockAsStrangers(court, known);
  say('certificates');
  await showFalseCertificates(court, falseHalls, known);
  say('descriptions');
  await showFalseDescriptions(court, colony);
  say('renewed keys');
  await renewFalsely(court, known);
  say('malformed messages');
  const malformed = await showMalformed(court, messages, seed);
  say('codes and crowds');
  await guessCodes(court, colony, seed);

  const { hall, hearingFolder, signalled } = court;
  await hall.end();
  const { intact } = await court.console.must('record.verify', { hearingId: hall.hearingId });
  const holes = holesOf(hearingFolder);
  const minutes = (performance.now() - beganMs) / 60_000;
  const refusals = entriesOf(readJournal(hearingFolder), 'link.refused');
  await hall.stop();
  // A service that ends tells what it had only counted, so that every refusal is in the log by now.
  const counted = readLog(home)
    .filter(({ peerId, code }) => code === 'LNK-111' && malformed.halls.includes(peerId ?? ''))
    .reduce((sum, { times = 0 }) => sum + times, 0);
  const signals = court.results.reduce((sum, { figures }) => sum + Math.max(0, figures['signals'] as number), 0);
  const failed = court.results.filter((result) => !result.ok).map((result) => result.case);
  ok =
    failed.length === limits.failedCases &&
    signals === limits.signals &&
    malformed.sent >= messages &&
    counted >= malformed.sent &&
    intact &&
    holes.length <= limits.holes &&
    refusals.length > 0 &&
    refusals.length / minutes <= limits.refusalEntriesPerMinute;
  printVerdict({
    name: 'hostile',
    ok,
    figures: {
      seed,
      cases: court.results.length,
      failed,
      malformed: { ...malformed, halls: malformed.halls.length, counted },
      signals,
      honestSignals: signalled.length - signals,
      refusalEntries: refusals.length,
      refusalEntriesPerMinute: Math.round((refusals.length / minutes) * 10) / 10,
      intact,
      holes,
      slowestAnswerMs: Math.max(...court.results.map(({ figures }) => figures['answerMs'] as number)),
      minutes: Math.round(minutes * 10) / 10,
    },
    limits,
  });
} finally {
  falseHalls.close();
  await court.hall.stop();
  await colony.close();
  if (ok) rmSync(work, { recursive: true, force: true });
  else say(`the court's log: ${work}`);
}
// Sockets that were left half open on purpose do not keep this process.
process.exit();
