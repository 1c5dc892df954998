import { isParticipant, type PartyId } from '#domain/ids.ts';

type Voice = Readonly<{ source: AudioNode; gain: GainNode }>;

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
      for (const [from, { gain }] of this.#voices) if (isHandedOn(from, id)) gain.connect(ear);
    }
    return ear.stream.getAudioTracks();
  }

  /** What `id` says from now on; no track of sound: nothing. */
  hear(id: PartyId, tracks: readonly MediaStreamTrack[]): void {
    const before = this.#voices.get(id);
    before?.source.disconnect();
    before?.gain.disconnect();
    this.#voices.delete(id);
    const sound = tracks.find(({ kind }) => kind === 'audio');
    if (sound === undefined) return;
    const source = this.#mixer.createMediaStreamSource(new MediaStream([sound]));
    const gain = this.#mixer.createGain();
    source.connect(gain);
    this.#voices.set(id, { source, gain });
    for (const [to, ear] of this.#ears) if (isHandedOn(id, to)) gain.connect(ear);
    this.mute(this.#muted);
  }

  /** The hall has muted these. */
  mute(muted: ReadonlySet<PartyId>): void {
    this.#muted = muted;
    for (const [id, { gain }] of this.#voices) gain.gain.value = muted.has(id) ? 0 : 1;
  }
}
