import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { acceptance, checkReport } from '#contract/check-reports.ts';
import {
  signedText,
  type Acceptance,
  type CheckReport,
  type Signed,
  type SignedReport,
} from '#domain/check/check-report.ts';
import { fault } from '#domain/faults.ts';
import type { ReportId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { writeFileAtomically, type Log } from '../plumbing/index.ts';
import { readSigned, type BrokenFile } from './signed-files.ts';

export type { BrokenFile };

/** What of the hall's keys is needed here. */
export type ReportKeys = Readonly<{
  keyId: string;
  sign(bytes: Uint8Array): string;
  verify(keyId: string, bytes: Uint8Array, signature: string): boolean;
}>;

export type CheckReports = Readonly<{
  /** Signs a report and writes it. Fails `archive.unwritable`. */
  keep(report: Omit<CheckReport, 'prev'>): Promise<Outcome<SignedReport>>;
  /** Those that are as they were signed, the newest first. */
  all(): Promise<readonly SignedReport[]>;
  /** What was accepted, the newest first: that one is in force. */
  acceptances(): Promise<readonly Acceptance[]>;
  /** Refuses `check.report-unknown`; fails `archive.unwritable`. */
  accept(order: Readonly<{ reportId: ReportId; name: string; by: Acceptance['by'] }>): Promise<Outcome<Acceptance>>;
  broken(): Promise<readonly BrokenFile[]>;
}>;

/** Three checks a day for more than a year: drawn over months, and small enough to be kept in memory. Older files stay where they are. */
const mostRead = 1500;
export const firstPrev = '0'.repeat(64);

type Known = {
  reports: SignedReport[];
  acceptances: Acceptance[];
  broken: BrokenFile[];
};

/** A report's text as the next one names it. */
function hashOf(report: CheckReport): string {
  return createHash('sha256').update(signedText(report)).digest('hex');
}

/** Names sort by time; colons are no letters of a file name on Windows. */
function fileName(atMs: number, id: string): string {
  return `${new Date(atMs).toISOString().replaceAll(':', '-')}_${id}.json`;
}

/** Nothing is read before the first is asked for: a service that comes back in a hearing must not wait for it. */
export function openCheckReports({
  folder,
  keys,
  nowMs,
  log,
}: Readonly<{ folder: string; keys: ReportKeys; nowMs(): number; log: Log }>): CheckReports {
  const acceptedFolder = path.join(folder, 'acceptances');
  let reading: Promise<Known> | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Known> {
    const verify = (keyId: string, text: string, signature: string): boolean =>
      keys.verify(keyId, Buffer.from(text), signature);
    const [reports, acceptances] = await Promise.all([
      readSigned({ folder, schema: checkReport, verify, most: mostRead }),
      readSigned({ folder: acceptedFolder, schema: acceptance, verify, most: mostRead }),
    ]);
    const inOrder = reports.papers.toSorted((one, other) => one.paper.startedAtMs - other.paper.startedAtMs);
    const broken = [...reports.broken, ...acceptances.broken, ...missedIn(inOrder, reports)];
    for (const { file, what } of broken) log.error({ file, what }, 'check-report-broken');
    return {
      reports: inOrder.toReversed(),
      acceptances: acceptances.papers.map(({ paper }) => paper).toSorted((one, other) => other.atMs - one.atMs),
      broken,
    };
  }
  const known = (): Promise<Known> => (reading ??= read());

  async function write(file: string, paper: CheckReport | Acceptance): Promise<Outcome<Signed<typeof paper>>> {
    const signature = keys.sign(Buffer.from(signedText(paper)));
    const signed = { paper, keyId: keys.keyId, signature };
    try {
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await writeFileAtomically(file, `${JSON.stringify(signed, null, 1)}\n`, 0o600);
      return done(signed);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return failed(fault('archive.unwritable', { path: file }));
    }
  }
  function inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const result = turn.then(act);
    turn = result.catch(() => undefined);
    return result;
  }

  return {
    keep: (order) =>
      inTurn(async () => {
        const now = await known();
        const newest = now.reports[0];
        const report: CheckReport = { ...order, prev: newest === undefined ? firstPrev : hashOf(newest.paper) };
        const written = await write(path.join(folder, fileName(report.startedAtMs, report.reportId)), report);
        if (!written.ok) return written;
        const signed: SignedReport = { ...written.value, paper: report };
        now.reports.unshift(signed);
        return done(signed);
      }),
    accept: ({ reportId, name, by }) =>
      inTurn(async () => {
        const now = await known();
        if (!now.reports.some(({ paper }) => paper.reportId === reportId))
          return failed(fault('check.report-unknown', {}));
        const accepted: Acceptance = { formatVersion: 1, reportId, name, by, atMs: nowMs() };
        const written = await write(path.join(acceptedFolder, fileName(accepted.atMs, reportId)), accepted);
        if (!written.ok) return written;
        now.acceptances.unshift(accepted);
        return done(accepted);
      }),
    all: async () => (await known()).reports,
    acceptances: async () => (await known()).acceptances,
    broken: async () => (await known()).broken,
  };
}

/** Each report names the one before; where that one is neither here nor told as broken, somebody took it away. */
function missedIn(
  oldestFirst: readonly SignedReport[],
  { broken, isWhole }: Readonly<{ broken: readonly BrokenFile[]; isWhole: boolean }>,
): readonly BrokenFile[] {
  if (broken.length > 0) return [];
  const hashes = new Set([firstPrev, ...oldestFirst.map(({ paper }) => hashOf(paper))]);
  return oldestFirst
    .filter(({ paper }, at) => (isWhole || at > 0) && !hashes.has(paper.prev))
    .map(({ paper }) => ({ file: fileName(paper.startedAtMs, paper.reportId), what: 'missing' }));
}
