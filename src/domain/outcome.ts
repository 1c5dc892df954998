import type { Fault } from './faults.ts';

/** The result of anything that the rules may refuse or the world may break; only bugs are thrown. */
export type Outcome<Value> = Readonly<{ ok: true; value: Value }> | Readonly<{ ok: false; fault: Fault }>;

/** A success carrying its value. */
export function done<Value>(value: Value): Outcome<Value> {
  return { ok: true, value };
}

/** A refusal or failure carrying its fault. */
export function failed(fault: Fault): Readonly<{ ok: false; fault: Fault }> {
  return { ok: false, fault };
}

/** Throws when something that cannot happen has happened: a bug, never a refusal or a failure. */
export function invariant(condition: unknown, why: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${why}`);
}
