import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path, { dirname } from 'node:path';
import { fault } from '#domain/faults.ts';
import type { HearingId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { makeClip } from './clip.ts';
import { copiesOf } from './copies.ts';
import type { Clip, ClipAsk, PlayedEpoch, PlayedPiece, Playback, PlaybackNeeds } from './door.ts';
import { Finishing } from './finishing.ts';
import { Follower } from './follower.ts';
import { MediaTokens } from './media-tokens.ts';
import { makeQuickClip } from './quick-clip.ts';
import { RecentMix } from './recent-mix.ts';

/** A player may still be in the live copy when the finished one takes its place. */
const liveKeptMs = 60_000;
const clipKeptMs = 30 * 60_000;
/** The first seconds of an epoch are the recorder's alone, and programs that all start at once would cost it frames. */
const firstFollowerAfterMs = 2000;
const nextFollowerAfterMs = 500;

/** Less than this is only the head of a live copy. */
const playableFromBytes = 4096;

/** Playback of this hall; one for the life of the service. Its doors may be handed on one by one. */
export function createPlayback(needs: PlaybackNeeds): Playback {
  const tokens = new MediaTokens(needs.nowMs ?? Date.now);
  const finishing = new Finishing(needs.ffmpeg.ffmpegPath, needs.log);
  const followers = new Map<string, Readonly<{ epoch: PlayedEpoch; follower: Follower }>>();
  /** Live copies that a finished one has replaced, kept a while for whoever still plays them. */
  const outlived = new Set<string>();
  const recent = new RecentMix();
  const timers = new Set<NodeJS.Timeout>();
  let isGivingWay = false;
  emptyClips();

  function emptyClips(): void {
    rmSync(needs.clipsFolder, { recursive: true, force: true, maxRetries: 3 });
    mkdirSync(needs.clipsFolder, { recursive: true });
  }
  function later(afterMs: number, act: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, afterMs).unref();
    timers.add(timer);
  }
  function removeLive(live: string): void {
    outlived.delete(live);
    tokens.forget(live);
    rmSync(live, { force: true });
  }

  function follow(epoch: PlayedEpoch): void {
    const copies = copiesOf(epoch);
    if (isGivingWay || followers.has(copies.live) || existsSync(copies.finished)) return;
    const startAfterMs = firstFollowerAfterMs + followers.size * nextFollowerAfterMs;
    const follower = new Follower(epoch, copies, needs.ffmpeg.ffmpegPath, needs.log, startAfterMs, () =>
      needs.onMakerDied?.(),
    );
    followers.set(copies.live, { epoch, follower });
  }

  function finish(epoch: PlayedEpoch): void {
    const { live } = copiesOf(epoch);
    const ended = followers.get(live)?.follower.end() ?? Promise.resolve();
    const left = ended.then(() => {
      followers.delete(live);
    });
    finishing.add(epoch, left, (isMade) => {
      if (!isMade) return;
      outlived.add(live);
      later(liveKeptMs, () => {
        removeLive(live);
      });
    });
  }

  function mediaOf(epoch: PlayedEpoch): string | null {
    const { live, finished, name, mime } = copiesOf(epoch);
    if (existsSync(finished)) return tokens.pathFor(finished, name, mime);
    const size = statSync(live, { throwIfNoEntry: false })?.size ?? 0;
    return size >= playableFromBytes ? tokens.pathFor(live, name, mime) : null;
  }

  async function clip(ask: ClipAsk): Promise<Outcome<Clip>> {
    if (isGivingWay) return failed(fault('disk.yielding', {}));
    // What the disk refuses here it refuses the cut too, which tells it.
    const quick = await makeQuickClip(ask, needs, recent).catch(() => null);
    const made = quick === null ? await makeClip(ask, needs) : done(quick);
    if (!made.ok) return made;
    const { file, name, mime, fromUs, toUs } = made.value;
    later(clipKeptMs, () => {
      tokens.forget(file);
      rmSync(dirname(file), { recursive: true, force: true });
    });
    return done({ media: tokens.pathFor(file, name, mime), fromUs, toUs });
  }

  return {
    follow,
    finish,
    hear: (sound) => recent.hear(sound),
    clip,
    timelinePieces(epochs): readonly PlayedPiece[] {
      return epochs.map((epoch) => {
        // After a restart of the service an epoch may go on that nobody follows any more.
        if (epoch.isClosed) finishing.add(epoch);
        else follow(epoch);
        return {
          trackId: epoch.trackId,
          epoch: epoch.epoch,
          fromUs: epoch.fromUs,
          toUs: epoch.toUs,
          media: mediaOf(epoch),
        };
      });
    },
    isPreparing: (hearingId: HearingId) => finishing.waits((epoch) => epoch.hearingId === hearingId),
    openMedia: (token, name) => tokens.open(token, name),
    giveWay(isWanted) {
      if (isWanted === isGivingWay) return;
      isGivingWay = isWanted;
      finishing.giveWay(isWanted);
      if (!isWanted) return;
      for (const { epoch, follower } of followers.values())
        void follower.stop().then(() => {
          rmSync(path.join(epoch.folder, 'derived'), { recursive: true, force: true, maxRetries: 3 });
        });
      followers.clear();
      emptyClips();
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      await finishing.close();
      await Promise.all([...followers.values()].map(({ follower }) => follower.stop()));
      for (const { epoch } of followers.values()) removeLive(copiesOf(epoch).live);
      for (const live of outlived) removeLive(live);
      followers.clear();
      emptyClips();
    },
  };
}
