import type { PartyId } from '#domain/ids.ts';
import { channelLevels } from '#domain/participants/interpretation.ts';
import type { RemoteSight } from '../ui/line-door.ts';
import { plainSound, type SoundPlan } from './sound-plan.ts';

type Played = Readonly<{ speaker: HTMLAudioElement; picture: MediaStream | null }>;

/** What each hall on the line says, heard once in this window, and what it shows, for the monitors' windows. */
export class PlayedHalls {
  readonly #byHall = new Map<string, Played>();
  #plan = plainSound;
  #gain = 1;
  readonly #watchers = new Set<() => void>();

  /** No tracks: nothing is received of that hall any more. */
  play(peerId: string, tracks: readonly MediaStreamTrack[]): void {
    const ofKind = (kind: string): MediaStream | null => {
      const found = tracks.filter((track) => track.kind === kind);
      return found.length === 0 ? null : new MediaStream(found);
    };
    const speaker = this.#byHall.get(peerId)?.speaker ?? new Audio();
    // Chromium decodes a remote voice only for somebody who listens.
    speaker.srcObject = ofKind('audio');
    this.#set(peerId, speaker);
    if (tracks.length === 0) this.#byHall.delete(peerId);
    else this.#byHall.set(peerId, { speaker, picture: ofKind('video') });
    this.tell();
    if (tracks.length > 0) void speaker.play().catch(() => undefined);
  }

  /** L9: those who interpret by one level, everybody else by another; whom the hall has muted not at all. */
  mix(plan: SoundPlan): void {
    this.#plan = plan;
    for (const [peerId, { speaker }] of this.#byHall) this.#set(peerId, speaker);
  }

  #set(peerId: string, speaker: HTMLAudioElement): void {
    const { muted, interpreters, hall } = this.#plan;
    const id = peerId as PartyId;
    const levels = channelLevels(interpreters.size === 0 ? 'both' : hall);
    speaker.muted = muted.has(id);
    speaker.volume = this.#gain * (interpreters.has(id) ? levels.interpreter : levels.original);
  }

  /** How loud the loudspeakers play it, as a share of full amplitude. The record takes it before this. */
  playAt(gain: number): void {
    this.#gain = gain;
    this.mix(this.#plan);
  }

  /** In the order in which they came. */
  pictures(): readonly RemoteSight[] {
    return [...this.#byHall].flatMap(([peerId, { picture }]) => (picture === null ? [] : [{ peerId, picture }]));
  }

  /** Something that the monitors show is another. */
  tell(): void {
    for (const watcher of this.#watchers) watcher();
  }

  subscribe(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}
