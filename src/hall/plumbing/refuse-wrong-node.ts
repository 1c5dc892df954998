import { fault } from '#domain/faults.ts';
import { faultSentence, languageFrom, words } from './words.ts';

const wantedMajor = 24;

/** Ends the process with exit code 1 and one sentence where this is no Node that the hall was built for. Call it before anything with native code is imported. */
export function refuseWrongNode(found = process.versions.node): void {
  if (Number.parseInt(found, 10) === wantedMajor) return;
  const told = fault('system.wrong-node', { found, wanted: wantedMajor });
  process.stderr.write(`${faultSentence(told, words(languageFrom(undefined, process.env)))}\n`);
  process.exit(1);
}
