import { isParticipant, type PartyId } from '#domain/ids.ts';
import { channelLevels } from '#domain/participants/interpretation.ts';
import { plainSound, type SoundPlan } from './sound-plan.ts';

/** `gain` is made when somebody is to hear it: Chromium pays for every track that is mixed, also for one that goes nowhere. */
type Voice = { readonly sound: MediaStreamTrack; source: AudioNode | null; gain: GainNode | null };
/** What one on the line hears: everybody else by one level, those who interpret by another. */
type Ear = Readonly<{ original: GainNode; interpreter: GainNode; out: MediaStreamAudioDestinationNode }>;

/** Halls hear one another by calls of their own; whoever takes part from a page hears, and is heard by, everybody through this hall. */
export function isHandedOn(from: PartyId, to: PartyId): boolean {
  return from !== to && (isParticipant(from) || isParticipant(to));
}

/** What everybody on the line hears: the hall, and whoever else is handed on to them, but never themselves (mix-minus). */
export class MixMinus {
  readonly #mixer: AudioContext;
  readonly #hall: GainNode;
  readonly #microphones = new Map<MediaStreamTrack, AudioNode>();
  readonly #ears = new Map<PartyId, Ear>();
  readonly #voices = new Map<PartyId, Voice>();
  #plan = plainSound;

  constructor(mixer: AudioContext) {
    this.#mixer = mixer;
    this.#hall = mixer.createGain();
  }

  /** One more microphone of the hall, for everybody who is on the line already and will be. */
  add(microphone: MediaStreamTrack): void {
    const source = this.#mixer.createMediaStreamSource(new MediaStream([microphone]));
    source.connect(this.#hall);
    this.#microphones.set(microphone, source);
  }

  /** It ended. */
  remove(microphone: MediaStreamTrack): void {
    this.#microphones.get(microphone)?.disconnect();
    this.#microphones.delete(microphone);
  }

  /** The same for every epoch of a call. */
  soundFor(id: PartyId): readonly MediaStreamTrack[] {
    const ear = this.#ears.get(id) ?? this.#openEar(id);
    return ear.out.stream.getAudioTracks();
  }

  /** What `id` says from now on; no track of sound: nothing. */
  hear(id: PartyId, tracks: readonly MediaStreamTrack[]): void {
    const before = this.#voices.get(id);
    before?.source?.disconnect();
    before?.gain?.disconnect();
    this.#voices.delete(id);
    const sound = tracks.find(({ kind }) => kind === 'audio');
    if (sound === undefined) return;
    this.#voices.set(id, { sound, source: null, gain: null });
    for (const to of this.#ears.keys()) this.#handOn(id, to);
  }

  /** From now on by this plan. */
  mix(plan: SoundPlan): void {
    const isSame = [...this.#voices.keys()].every(
      (id) => plan.interpreters.has(id) === this.#plan.interpreters.has(id),
    );
    this.#plan = plan;
    for (const [id, { gain }] of this.#voices) {
      if (gain === null) continue;
      gain.gain.value = plan.muted.has(id) ? 0 : 1;
      if (isSame) continue;
      gain.disconnect();
      for (const to of this.#ears.keys()) this.#handOn(id, to);
    }
    for (const [id, ear] of this.#ears) {
      // An interpreter hears everybody: what is to be interpreted, and another interpreter.
      const levels = channelLevels(
        plan.interpreters.size === 0 || plan.interpreters.has(id) ? 'both' : plan.channelOf(id),
      );
      ear.original.gain.value = levels.original;
      ear.interpreter.gain.value = levels.interpreter;
    }
  }

  #openEar(id: PartyId): Ear {
    const out = this.#mixer.createMediaStreamDestination();
    const [original, interpreter] = [this.#mixer.createGain(), this.#mixer.createGain()];
    original.connect(out);
    interpreter.connect(out);
    const ear = { original, interpreter, out };
    this.#ears.set(id, ear);
    this.#hall.connect(original);
    for (const from of this.#voices.keys()) this.#handOn(from, id);
    this.mix(this.#plan);
    return ear;
  }

  #handOn(from: PartyId, to: PartyId): void {
    const [voice, ear] = [this.#voices.get(from), this.#ears.get(to)];
    if (voice === undefined || ear === undefined || !isHandedOn(from, to)) return;
    if (voice.gain === null) {
      voice.gain = this.#mixer.createGain();
      voice.gain.gain.value = this.#plan.muted.has(from) ? 0 : 1;
      voice.source = this.#mixer.createMediaStreamSource(new MediaStream([voice.sound]));
      voice.source.connect(voice.gain);
    }
    voice.gain.connect(this.#plan.interpreters.has(from) ? ear.interpreter : ear.original);
  }
}
