import type { HallState } from '#contract/papers.ts';
import type { HallClient } from '../../client/hall-client.ts';

export function SetupScreen({ state }: { hall: HallClient; state: HallState }) {
  return <main>{state.version}</main>;
}
