import type { ShownReport } from '#contract/check-reports.ts';
import type { HallState } from '#contract/papers.ts';
import { checkKinds, isNote, type CheckItem, type CheckPart } from '#domain/check/check-item.ts';
import { calledIn, countVerdicts, findingArgs, type CheckReport } from '#domain/check/check-report.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { HallClient } from '#line/hall-client.ts';
import { exitCodes, type Command, type Desk } from './command.ts';
import { openServiceLine } from './service-line.ts';

/** No variant of the check lasts longer. */
const longestMs = 240_000;

/** `KIND` or `KIND:SUBJECT`, as often as wanted. Refuses `system.bad-arguments`. */
function partsOf(asked: Desk['options'][string]): Outcome<readonly CheckPart[]> {
  const parts: CheckPart[] = [];
  for (const text of Array.isArray(asked) ? (asked as readonly string[]) : []) {
    const [kindText = '', ...rest] = text.split(':');
    const kind = checkKinds.find((each) => each === kindText);
    if (kind === undefined) return failed(fault('system.bad-arguments', { argument: text }));
    parts.push({ kind, subject: rest.length === 0 ? null : rest.join(':') });
  }
  return done(parts);
}

/** In a hall that has people somebody answers for what is done: the name from `--person`, the PIN from TARAZY_PIN. */
async function signIn(line: HallClient, name: string, pin: string): Promise<Outcome<unknown>> {
  const listed = await line.ask('people.list', {});
  if (!listed.ok) return listed;
  const person = listed.value.people.find((each) => each.name === name);
  if (person === undefined) return failed(fault('system.bad-arguments', { argument: name }));
  return line.ask('person.sign-in', { personId: person.personId, pin });
}

/** Follows the check that was just begun to its end; the report's id, or null when it could not be kept. */
async function follow(line: HallClient, desk: Desk): Promise<Outcome<NonNullable<HallState['check']>>> {
  return new Promise((resolve) => {
    const stop: (() => void)[] = [];
    const settle = (outcome: Outcome<NonNullable<HallState['check']>>): void => {
      for (const each of stop) each();
      resolve(outcome);
    };
    const limit = setTimeout(() => settle(failed(fault('api.timed-out', { verb: 'hall.check' }))), longestMs);
    stop.push(() => clearTimeout(limit));
    let isBegun = false;
    const look = ({ check }: HallState): void => {
      if (check === null) return;
      if (check.state === 'running') {
        isBegun = true;
        const seconds = Math.ceil(check.remainingMs / 1000);
        desk.progress(desk.say('cli.selftest.progress', { seconds, items: check.items.length }));
      } else if (isBegun) settle(done(check));
    };
    stop.push(line.on('state.changed', look));
    // Asked behind the order, so that this state is of the check that was ordered.
    void line.ask('state.get', {}).then((state) => {
      if (!state.ok) return settle(state);
      isBegun = true;
      look(state.value);
    });
  });
}

function lineOf(item: CheckItem, { names }: Pick<CheckReport, 'names'>, { say }: Desk): string {
  const { kind, subject, verdict, findings } = item;
  const calledOf = (id: string): string => calledIn(names, id, say);
  const kindName = say(`check.kinds.${kind}`);
  const what = subject === '' ? kindName : `${kindName}: ${calledOf(subject)}`;
  const told = findings.map((finding) => say(`check.findings.${finding}`, findingArgs(item, calledOf)));
  const family = kind === 'microphone' || kind === 'camera' ? kind : 'other';
  const words = (isNote(item) ? told : [say(`check.verdict.${family}.${verdict}`), ...told]).join('; ');
  return `${say(`cli.verdict.${isNote(item) ? 'note' : verdict}`)}  ${what}: ${words}`;
}

/** Checks the hall by its running service, and says what it found. Found is what is bad, done what is good or to be looked at. */
export const selftestCommand: Command = async (desk) => {
  const { folders, options, env, say } = desk;
  const only = partsOf(options['item']);
  if (!only.ok) return only;
  const opened = await openServiceLine(folders.run);
  if (!opened.ok) return opened;
  const line = opened.value;
  try {
    const person = options['person'];
    if (typeof person === 'string') {
      const signedIn = await signIn(line, person, env['TARAZY_PIN'] ?? '');
      if (!signedIn.ok) return signedIn;
    }
    const begun = await line.ask('hall.check', {
      ...{ isPassive: options['passive'] === true, only: [...only.value] },
      variant: options['quick'] === true ? 'quick' : options['full'] === true ? 'full' : 'standard',
    });
    if (!begun.ok) return begun;
    const ended = await follow(line, desk);
    if (!ended.ok) return ended;
    const { reportId, items, passed } = ended.value;
    const kept = reportId === null ? null : await line.ask('check-report.show', { reportId });
    const shown: ShownReport | null = kept?.ok === true ? kept.value : null;
    const { look, bad } = countVerdicts(items);
    const names = shown?.report.names ?? {};
    return done({
      exit: passed ? exitCodes.done : exitCodes.found,
      lines: [
        ...items.map((item) => lineOf(item, { names }, desk)),
        say(passed ? 'cli.selftest.passed' : 'cli.selftest.failed', { look, bad }),
        shown === null ? say('cli.selftest.notKept') : say('cli.selftest.kept', { signature: shown.signature }),
      ],
      json: { passed, items, report: shown?.report ?? null, signature: shown?.signature ?? null },
    });
  } finally {
    line.close();
  }
};
