import type { CheckKind } from '#domain/check/check-item.ts';

/** Even chance between two bounds. */
export type Draw = (from: number, to: number) => number;
/** One fault made in a scene: which thing it is of, and the findings of which any names it rightly. */
export type Made = Readonly<{ subject: string; kind: CheckKind; named: readonly string[] }>;
export type Fault<Scene> = Readonly<{
  name: string;
  make(scene: Scene, draw: Draw): Made;
  /** Told only against what the hall was when it was accepted. */
  isAgainstAcceptance?: true;
}>;
