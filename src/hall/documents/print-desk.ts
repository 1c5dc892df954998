import { randomUUID } from 'node:crypto';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';

const printLimitMs = 20_000;
/** A page or two of text; more than this is no paper of ours. */
const longestPdfBytes = 8 * 1024 * 1024;

type Job = Readonly<{
  html: string;
  pieces: Uint8Array[];
  settle(outcome: Outcome<Uint8Array>): void;
}>;

export type PrintDesk = Readonly<{
  /** The PDF of a page. Fails `document.not-printed` without a shell, or when the shell brings nothing in time. */
  print(html: string): Promise<Outcome<Uint8Array>>;
  /** The page of a job, or null when nobody waits for it any more. */
  take(jobId: string): string | null;
  /** One piece of a job's PDF, base64; the last piece ends the job. Nothing at all means that printing failed. */
  receive(jobId: string, pdfBase64: string, isLast: boolean): void;
}>;

/** Where printing waits for the shell. `askToPrint` tells it of a job, or answers false where there is no shell. */
export function createPrintDesk(askToPrint: (jobId: string) => boolean): PrintDesk {
  const jobs = new Map<string, Job>();
  const notPrinted = failed(fault('document.not-printed', {}));

  return {
    print: (html) =>
      new Promise((resolve) => {
        const jobId = randomUUID();
        const settle = (outcome: Outcome<Uint8Array>): void => {
          clearTimeout(limit);
          jobs.delete(jobId);
          resolve(outcome);
        };
        const limit = setTimeout(() => settle(notPrinted), printLimitMs);
        jobs.set(jobId, { html, pieces: [], settle });
        if (!askToPrint(jobId)) settle(notPrinted);
      }),
    take: (jobId) => jobs.get(jobId)?.html ?? null,
    receive(jobId, pdfBase64, isLast) {
      const job = jobs.get(jobId);
      if (job === undefined) return;
      job.pieces.push(Buffer.from(pdfBase64, 'base64'));
      const pdf = Buffer.concat(job.pieces);
      if (pdf.length > longestPdfBytes) job.settle(notPrinted);
      else if (isLast) job.settle(pdf.subarray(0, 5).toString('latin1') === '%PDF-' ? done(pdf) : notPrinted);
    },
  };
}
