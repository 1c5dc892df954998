import type { HallState } from '#contract/papers.ts';

/** Always on screen: is it recording, is something wrong, what to press. */
export function StatusStrip({ state }: { state: HallState | null }) {
  return <header>{state?.lamp.state}</header>;
}
