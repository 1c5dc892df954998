import { randomUUID } from 'node:crypto';
import { fault } from '#domain/faults.ts';
import type { Log } from './log.ts';
import { faultSentence, languageFrom, words } from './words.ts';

/** EX_SOFTWARE of sysexits. */
const unexpectedExit = 70;

/**
 * What nobody caught ends the process with exit code 70, logged under a number that is told on stderr: a service in an
 * unknown state must not go on writing. Whoever supervises it starts it again.
 */
export function endOnBugs(log: Log, env: Readonly<Record<string, string | undefined>>): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (bug: unknown) => {
      const logRef = randomUUID().slice(0, 8);
      log.error({ logRef, err: bug }, 'unexpected');
      const sentence = faultSentence(fault('system.unexpected', { logRef }), words(languageFrom(undefined, env)));
      process.stderr.write(`${sentence}\n${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}\n`);
      void log.close().finally(() => process.exit(unexpectedExit));
    });
  }
}
