/** So often at most the same thing is told. */
const everyMs = 60_000;
/** More kinds than these at once are told as one. */
const mostKinds = 200;

/**
 * Tells a thing at once the first time, and then once a minute how often it came since: a flood of refusals fills neither
 * the log nor a journal, and none of them is lost from the count.
 */
export type Repeats<Thing> = Readonly<{
  note(kind: string, thing: Thing): void;
  /** Tells what was only counted so far. */
  close(): void;
}>;

export function createRepeats<Thing>(tell: (thing: Thing, times: number) => void): Repeats<Thing> {
  type Kind = { newest: Thing; untold: number; timer: NodeJS.Timeout };
  const kinds = new Map<string, Kind>();
  function tellCounted(name: string, kind: Kind): void {
    if (kind.untold === 0) {
      clearInterval(kind.timer);
      kinds.delete(name);
      return;
    }
    const { newest, untold } = kind;
    kind.untold = 0;
    tell(newest, untold);
  }
  return {
    note(asked, thing) {
      const name = kinds.has(asked) || kinds.size < mostKinds ? asked : 'others';
      const known = kinds.get(name);
      if (known !== undefined) {
        known.newest = thing;
        known.untold += 1;
        return;
      }
      const timer = setInterval(() => tellCounted(name, kind), everyMs).unref();
      const kind: Kind = { newest: thing, untold: 0, timer };
      kinds.set(name, kind);
      tell(thing, 1);
    },
    close() {
      for (const [name, kind] of [...kinds]) {
        tellCounted(name, kind);
        clearInterval(kind.timer);
      }
      kinds.clear();
    },
  };
}
