import type { Lab } from '../lab/start-lab.ts';

/** How many streams of programs play into this loudspeaker of the laboratory. */
export async function heardIn(lab: Lab, loudspeaker: string): Promise<number> {
  const sinks = (await lab.pactl('list', 'short', 'sinks')).split('\n').map((line) => line.split('\t'));
  const sink = sinks.find(([, name]) => name === loudspeaker)?.[0];
  if (sink === undefined) throw new Error(`there is no ${loudspeaker} among ${JSON.stringify(sinks)}`);
  const inputs = (await lab.pactl('list', 'short', 'sink-inputs')).split('\n').map((line) => line.split('\t'));
  return inputs.filter(([, into, client]) => into === sink && client !== '-').length;
}
