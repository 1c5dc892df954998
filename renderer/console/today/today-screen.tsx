import type { HallState } from '#contract/papers.ts';
import type { HallClient } from '../../client/hall-client.ts';

export function TodayScreen({ state }: { hall: HallClient; state: HallState }) {
  return <main>{state.version}</main>;
}
