import type { Draw, Fault } from './fault.ts';
import type { Microphone, SoundScene } from './sound-scene.ts';

type SoundFault = Fault<SoundScene>;

/** On one microphone, drawn by chance. */
function onMicrophone(
  name: string,
  named: readonly string[],
  change: (microphone: SoundScene['microphones'][number], draw: Draw) => void,
): SoundFault {
  return {
    name,
    make({ microphones }, draw) {
      const microphone = microphones[Math.floor(draw(0, microphones.length - 1e-9))]!;
      change(microphone, draw);
      return { subject: microphone.seat.id, kind: 'microphone', named };
    },
  };
}

function onLoudspeaker(
  name: string,
  named: readonly string[],
  change: (loudspeaker: SoundScene['loudspeakers'][number], draw: Draw) => void,
): SoundFault {
  return {
    name,
    make({ loudspeakers }, draw) {
      const loudspeaker = loudspeakers[Math.floor(draw(0, loudspeakers.length - 1e-9))]!;
      change(loudspeaker, draw);
      return { subject: loudspeaker.loudspeaker.id, kind: 'loudspeaker', named };
    },
  };
}

/** Of the hall's own way to the first microphone, into which somebody speaks. */
function onSecondWay(
  name: string,
  named: readonly string[],
  change: (scene: SoundScene, draw: Draw) => SoundScene['microphones'][number]['second'],
): SoundFault {
  return {
    name,
    make(scene, draw) {
      const [first] = scene.microphones;
      scene.loudspeakers.length = 0;
      scene.microphones.length = 2;
      for (const microphone of scene.microphones) {
        microphone.ways = [];
        microphone.voiceRms = 10 ** (draw(-30, -20) / 20);
        microphone.isSecondAsked = true;
        microphone.second = { gain: draw(0.8, 1.2), lateSamples: Math.round(draw(0, 2000)), of: null };
      }
      first!.second = change(scene, draw);
      return { subject: first!.seat.id, kind: 'second-path', named };
    },
  };
}

/** How much more one of two microphones is later for one loudspeaker than for another, ms. */
function bendMs(one: Microphone, other: Microphone): number {
  const later = one.ways.map((way, at) => way.lateMs - other.ways[at]!.lateMs);
  return Math.max(...later) - Math.min(...later);
}

/** The cables of the two that stand farthest from one another; of two in one place it would make no difference. Half of the time the gains go along. */
const swapped: SoundFault = {
  name: 'swapped',
  isAgainstAcceptance: true,
  make({ microphones }, draw) {
    const pairs = microphones.flatMap((one, at) => microphones.slice(at + 1).map((other) => [one, other] as const));
    const [one, other] = pairs.toSorted((a, b) => bendMs(...b) - bendMs(...a))[0]!;
    [one.ways, other.ways] = [other.ways, one.ways];
    if (draw(0, 1) < 0.5) [one.gain, other.gain] = [other.gain, one.gain];
    return { subject: one.seat.id, kind: 'microphone', named: ['swapped'] };
  },
};

/** Every class of a fault of sound; how bad it is, is drawn. */
export const soundFaults: readonly SoundFault[] = [
  onMicrophone('dead', ['silent', 'no-data'], (microphone) => {
    microphone.isDead = true;
  }),
  onMicrophone('deaf', ['deaf', 'silent'], (microphone) => {
    // Its own noise is all that is left.
    microphone.voiceRms = 0;
    for (const way of microphone.ways) way.gain = 0;
  }),
  onMicrophone('quiet', ['quiet', 'silent'], (microphone, draw) => {
    microphone.gain *= 10 ** (draw(-48, -38) / 20);
  }),
  onMicrophone('clipped', ['clipping', 'distorted'], (microphone, draw) => {
    const loudest = 0.25 * microphone.gain * Math.max(...microphone.ways.map(({ gain }) => gain));
    microphone.clipAt = draw(0.2, 0.5) * loudest;
  }),
  onMicrophone('noisy', ['noisy'], (microphone, draw) => {
    const loudest = 0.18 * Math.max(...microphone.ways.map(({ gain }) => gain));
    microphone.noiseRms = loudest * 10 ** (draw(-8, -2) / 20);
    microphone.voiceRms = 0;
  }),
  onMicrophone('hum', ['hum'], (microphone, draw) => {
    microphone.humAmplitude = 10 ** (draw(-42, -28) / 20);
  }),
  onMicrophone('echo', ['echo'], (microphone, draw) => {
    for (const way of microphone.ways) {
      way.echo = draw(0.45, 0.8);
      way.reverberantShare = Math.min(way.reverberantShare, 0.3);
    }
  }),
  onMicrophone('reverberant', ['reverberant'], (microphone, draw) => {
    for (const way of microphone.ways) {
      way.reverberationS = draw(2, 3);
      way.reverberantShare = draw(1, 2);
    }
  }),
  onMicrophone('muffled', ['muffled'], (microphone, draw) => {
    microphone.dullFromHz = draw(250, 500);
  }),
  onMicrophone('late', ['late'], (microphone, draw) => {
    for (const way of microphone.ways) way.lateMs += draw(90, 250);
  }),
  onLoudspeaker('loudspeaker off', ['not-heard'], (loudspeaker) => {
    loudspeaker.isSilent = true;
  }),
  onLoudspeaker('loudspeaker gone', ['not-played'], (loudspeaker) => {
    loudspeaker.isFound = false;
  }),
  onLoudspeaker('loudspeaker distorts', ['distorted'], (loudspeaker, draw) => {
    loudspeaker.clipAt = draw(0.08, 0.16);
  }),
  onSecondWay('second way missing', ['second-missing'], () => null),
  onSecondWay('second way silent', ['second-silent'], () => ({ gain: 0, lateSamples: 0, of: null })),
  onSecondWay('second way swapped', ['second-other'], ({ microphones }) => ({
    ...{ gain: 1, lateSamples: 0 },
    of: microphones[1]!.seat.id,
  })),
  swapped,
];
