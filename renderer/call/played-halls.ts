import type { RemoteSight } from '../ui/line-door.ts';

type Played = Readonly<{ speaker: HTMLAudioElement; picture: MediaStream | null }>;

/** What each hall on the line says, heard once in this window, and what it shows, for the monitors' windows. */
export class PlayedHalls {
  readonly #byHall = new Map<string, Played>();
  #muted: ReadonlySet<string> = new Set();
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
    speaker.muted = this.#muted.has(peerId);
    speaker.volume = this.#gain;
    if (tracks.length === 0) this.#byHall.delete(peerId);
    else this.#byHall.set(peerId, { speaker, picture: ofKind('video') });
    this.tell();
    if (tracks.length > 0) void speaker.play().catch(() => undefined);
  }

  mute(muted: ReadonlySet<string>): void {
    this.#muted = muted;
    for (const [peerId, { speaker }] of this.#byHall) speaker.muted = muted.has(peerId);
  }

  /** How loud the loudspeakers play it, as a share of full amplitude. The record takes it before this. */
  playAt(gain: number): void {
    this.#gain = gain;
    for (const { speaker } of this.#byHall.values()) speaker.volume = gain;
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
