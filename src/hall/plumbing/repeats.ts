/** So often at most the same thing is told. */
const everyMs = 60_000;
/** Of one group so many are told one by one; more at once are told as one. */
const mostOfGroup = 50;

/**
 * Tells a thing at once the first time, and then once a minute how often it came since: a flood of refusals fills neither
 * the log nor a journal, and none of them is lost from the count.
 */
export type Repeats<Thing> = Readonly<{
  /** `group` says what it was and comes in few kinds, `who` says of whom and may come in very many. */
  note(group: string, who: string, thing: Thing): void;
  /** Tells what was only counted so far. */
  close(): void;
}>;

export function createRepeats<Thing>(tell: (thing: Thing, times: number) => void): Repeats<Thing> {
  type Kind = { newest: Thing; untold: number; timer: NodeJS.Timeout };
  const groups = new Map<string, Map<string, Kind>>();
  /** False when there was nothing to tell: then the next one is told at once again. */
  function tellCounted(kind: Kind): boolean {
    const { newest, untold } = kind;
    kind.untold = 0;
    if (untold > 0) tell(newest, untold);
    return untold > 0;
  }
  return {
    note(group, asked, thing) {
      const kinds = groups.get(group) ?? new Map<string, Kind>();
      groups.set(group, kinds);
      const who = kinds.has(asked) || kinds.size < mostOfGroup ? asked : 'others';
      const known = kinds.get(who);
      if (known !== undefined) {
        known.newest = thing;
        known.untold += 1;
        return;
      }
      const timer = setInterval(() => {
        if (tellCounted(kind)) return;
        clearInterval(timer);
        kinds.delete(who);
      }, everyMs).unref();
      const kind: Kind = { newest: thing, untold: 0, timer };
      kinds.set(who, kind);
      tell(thing, 1);
    },
    close() {
      for (const kind of [...groups.values()].flatMap((kinds) => [...kinds.values()])) {
        tellCounted(kind);
        clearInterval(kind.timer);
      }
      groups.clear();
    },
  };
}
