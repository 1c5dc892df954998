import { isParticipant, type PartyId } from '#domain/ids.ts';

/** `gain` is made when somebody is to hear it: Chromium pays for every track that is mixed, also for one that goes nowhere. */
type Voice = { readonly sound: MediaStreamTrack; source: AudioNode | null; gain: GainNode | null };

/** Halls hear one another by calls of their own; whoever takes part from a page hears, and is heard by, everybody through this hall. */
export function isHandedOn(from: PartyId, to: PartyId): boolean {
  return from !== to && (isParticipant(from) || isParticipant(to));
}

/** What everybody on the line hears: the hall, and whoever else is handed on to them, but never themselves (mix-minus). */
export class MixMinus {
  readonly #mixer: AudioContext;
  readonly #hall: GainNode;
  readonly #ears = new Map<PartyId, MediaStreamAudioDestinationNode>();
  readonly #voices = new Map<PartyId, Voice>();
  #muted: ReadonlySet<PartyId> = new Set();

  constructor(mixer: AudioContext) {
    this.#mixer = mixer;
    this.#hall = mixer.createGain();
  }

  /** One more microphone of the hall, for everybody who is on the line already and will be. */
  add(microphone: MediaStreamTrack): void {
    this.#mixer.createMediaStreamSource(new MediaStream([microphone])).connect(this.#hall);
  }

  /** The same for every epoch of a call. */
  soundFor(id: PartyId): readonly MediaStreamTrack[] {
    const ear = this.#ears.get(id) ?? this.#mixer.createMediaStreamDestination();
    if (!this.#ears.has(id)) {
      this.#ears.set(id, ear);
      this.#hall.connect(ear);
      for (const from of this.#voices.keys()) this.#handOn(from, id);
    }
    return ear.stream.getAudioTracks();
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

  #handOn(from: PartyId, to: PartyId): void {
    const [voice, ear] = [this.#voices.get(from), this.#ears.get(to)];
    if (voice === undefined || ear === undefined || !isHandedOn(from, to)) return;
    if (voice.gain === null) {
      voice.gain = this.#mixer.createGain();
      voice.gain.gain.value = this.#muted.has(from) ? 0 : 1;
      voice.source = this.#mixer.createMediaStreamSource(new MediaStream([voice.sound]));
      voice.source.connect(voice.gain);
    }
    voice.gain.connect(ear);
  }

  /** The hall has muted these. */
  mute(muted: ReadonlySet<PartyId>): void {
    this.#muted = muted;
    for (const [id, { gain }] of this.#voices) if (gain !== null) gain.gain.value = muted.has(id) ? 0 : 1;
  }
}
