import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path, { dirname } from 'node:path';
import { fault } from '#domain/faults.ts';
import type { HearingId } from '#domain/ids.ts';
import type { HeardSound } from '#domain/signal.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { makeClip } from './clip.ts';
import { copiesOf } from './copies.ts';
import type { Clip, ClipAsk, PlayedEpoch, PlayedPiece, Playback, PlaybackNeeds } from './door.ts';
import { copyOfEpoch, Finishing } from './finishing.ts';
import { Follower } from './follower.ts';
import { FreshClips } from './fresh-clips.ts';
import { MixLayer } from './laid-mix.ts';
import { layStretch } from './lay-stretch.ts';
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
  const layer = new MixLayer(recent);
  const fresh = new FreshClips(needs.log);
  /** The folder of the hearing that was followed last, where its mix is laid by. */
  let hearing: Readonly<{ hearingId: HearingId; folder: string }> | null = null;
  const timers = new Set<NodeJS.Timeout>();
  let isGivingWay = false;
  /** Makers that gave way are still ending: nothing may be put where they still clear away. */
  let emptying: Promise<unknown> | null = null;
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
  function empty(): void {
    const folders = new Set([...followers.values()].map(({ epoch }) => epoch.folder));
    if (hearing !== null) folders.add(hearing.folder);
    const ended = Promise.all([layer.stop(), ...[...followers.values()].map(({ follower }) => follower.stop())]);
    followers.clear();
    const over = ended.then(() => {
      for (const folder of folders)
        rmSync(path.join(folder, 'derived'), { recursive: true, force: true, maxRetries: 3 });
      if (emptying === over) emptying = null;
    });
    emptying = over;
    fresh.keepOffDisk();
    emptyClips();
  }
  async function emptied(): Promise<void> {
    await emptying;
  }
  function removeLive(live: string): void {
    outlived.delete(live);
    tokens.forget(live);
    rmSync(live, { force: true });
  }

  function follow(epoch: PlayedEpoch): void {
    const copies = copiesOf(epoch);
    hearing = epoch;
    if (isGivingWay || emptying !== null || followers.has(copies.live) || existsSync(copies.finished)) return;
    const startAfterMs = firstFollowerAfterMs + followers.size * nextFollowerAfterMs;
    const follower = new Follower(epoch, copies, needs.ffmpeg.ffmpegPath, needs.log, startAfterMs, () =>
      needs.onMakerDied?.(),
    );
    followers.set(copies.live, { epoch, follower });
  }

  function finish(epoch: PlayedEpoch): void {
    const { live } = copiesOf(epoch);
    const ended = followers.get(live)?.follower.end() ?? emptied();
    const left = ended.then(() => {
      followers.delete(live);
      const isHeard = hearing?.hearingId === epoch.hearingId;
      if (isHeard && !isGivingWay && ![...followers.values()].some((one) => one.epoch.hearingId === epoch.hearingId))
        return layer.end(epoch.folder);
      return undefined;
    });
    finishing.add({
      ...copyOfEpoch(epoch),
      before: left,
      whenDone(isMade) {
        if (!isMade) return;
        outlived.add(live);
        later(liveKeptMs, () => {
          removeLive(live);
        });
      },
    });
  }

  function mediaOf(epoch: PlayedEpoch): string | null {
    const { live, finished, name, mime } = copiesOf(epoch);
    if (existsSync(finished)) return tokens.pathFor(finished, name, mime);
    const size = statSync(live, { throwIfNoEntry: false })?.size ?? 0;
    return size >= playableFromBytes ? tokens.pathFor(live, name, mime) : null;
  }

  function hear(sound: HeardSound): void {
    recent.hear(sound);
    if (!isGivingWay && emptying === null && hearing?.hearingId === sound.hearingId)
      layer.heard(sound.atUs, hearing.folder);
  }

  async function clip(ask: ClipAsk): Promise<Outcome<Clip>> {
    if (isGivingWay) return failed(fault('disk.yielding', {}));
    // What the disk refuses here it refuses the cut too, which tells it.
    const quick = await makeQuickClip(ask, needs, recent).catch(() => null);
    const made = quick === null ? await makeClip(ask, needs) : done(quick);
    if (!made.ok) return made;
    if (quick !== null) fresh.put(quick.file, quick.parts);
    const { file, name, mime, fromUs, toUs } = made.value;
    later(clipKeptMs, () => {
      tokens.forget(file);
      fresh.forget(file);
      rmSync(dirname(file), { recursive: true, force: true });
    });
    return done({ media: tokens.pathFor(file, name, mime), fromUs, toUs });
  }

  return {
    follow,
    finish,
    hear,
    clip,
    timelinePieces(epochs): readonly PlayedPiece[] {
      return epochs.map((epoch) => {
        // After a restart of the service an epoch may go on that nobody follows any more.
        if (epoch.isClosed) finishing.add({ ...copyOfEpoch(epoch), before: emptied() });
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
    layMix(stretches) {
      for (const stretch of stretches) {
        const job = layStretch(stretch, needs);
        if (job !== null) finishing.add(job);
      }
    },
    isPreparing: (hearingId: HearingId) => finishing.waits(hearingId),
    lend: (file, name, mime) => tokens.pathFor(file, name, mime),
    openMedia(token, name) {
      const file = tokens.open(token, name);
      return file && { ...file, parts: fresh.partsOf(file.path) };
    },
    giveWay(isWanted) {
      if (isWanted === isGivingWay) return;
      isGivingWay = isWanted;
      finishing.giveWay(isWanted);
      if (isWanted) empty();
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      await finishing.close();
      await layer.stop();
      await Promise.all([...followers.values()].map(({ follower }) => follower.stop()));
      for (const { epoch } of followers.values()) removeLive(copiesOf(epoch).live);
      for (const live of outlived) removeLive(live);
      followers.clear();
      await fresh.close();
      emptyClips();
    },
  };
}
