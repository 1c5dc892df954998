import { randomBytes } from 'node:crypto';
import type { Role } from '#contract/call.ts';
import { isKeyPicture, pictureHello } from '#contract/pictures.ts';
import type { SeatId } from '#domain/ids.ts';

const tokenLifeMs = 10_000;
const helloLimitMs = 3000;
/** More tokens than there are windows and cameras; the oldest gives way. */
const mostTokens = 256;
/** A second of a large camera: a window that is further behind shows the past, and begins anew with a key picture. */
const mostWaitingBytes = 1024 * 1024;

/** A picture socket; the api owns it. */
export type PictureChannel = Readonly<{
  sendText(text: string): void;
  sendBinary(bytes: Uint8Array): void;
  /** What was given to it and did not leave yet. */
  waitingBytes(): number;
  /** Ends it at once, with whatever still waits in it. */
  end(): void;
  onText(listener: (text: string) => void): void;
  onBinary(listener: (bytes: Uint8Array) => void): void;
  onClose(listener: () => void): void;
}>;

export type LivePictures = Readonly<{
  /** A token for one socket of this role, good for ten seconds. */
  issueToken(role: Role, seatId: SeatId): string;
  accept(channel: PictureChannel): void;
  /** Whoever may not have a picture any more loses it now (L5, P6). */
  endForbidden(): void;
}>;

type Watcher = { readonly role: Role; readonly channel: PictureChannel; hasKey: boolean };
/** One camera: who brings its pictures, and who looks at them. */
type Camera = { giver: PictureChannel | null; readonly watchers: Set<Watcher> };

/** Hands the pictures of each network camera on to the windows that look at it. `mayHave` is asked for every picture anew. */
export function createLivePictures({ mayHave }: Readonly<{ mayHave(role: Role): boolean }>): LivePictures {
  const tokens = new Map<string, Readonly<{ role: Role; seatId: SeatId; expiresMs: number }>>();
  const cameras = new Map<SeatId, Camera>();

  function cameraOf(seatId: SeatId): Camera {
    const camera = cameras.get(seatId) ?? { giver: null, watchers: new Set() };
    cameras.set(seatId, camera);
    return camera;
  }

  const tellGiver = ({ giver, watchers }: Camera): void =>
    giver?.sendText(JSON.stringify({ isWatched: watchers.size > 0 }));

  function handOn({ watchers }: Camera, picture: Uint8Array): void {
    const isKey = isKeyPicture(picture);
    for (const watcher of watchers) {
      if (watcher.channel.waitingBytes() > mostWaitingBytes) watcher.hasKey = false;
      else if ((watcher.hasKey || isKey) && mayHave(watcher.role)) {
        watcher.hasKey = true;
        watcher.channel.sendBinary(picture);
      }
    }
  }

  function bring(camera: Camera, channel: PictureChannel): void {
    // The one that came last is the one that lives.
    camera.giver?.end();
    camera.giver = channel;
    tellGiver(camera);
    channel.onBinary((picture) => {
      if (camera.giver === channel && mayHave('sound-path')) handOn(camera, picture);
    });
    channel.onClose(() => {
      if (camera.giver === channel) camera.giver = null;
    });
  }

  function watch(camera: Camera, role: Role, channel: PictureChannel): void {
    const watcher = { role, channel, hasKey: false };
    camera.watchers.add(watcher);
    tellGiver(camera);
    channel.onClose(() => {
      camera.watchers.delete(watcher);
      tellGiver(camera);
    });
  }

  function redeem(text: string): Readonly<{ role: Role; seatId: SeatId }> | null {
    const hello = pictureHello.safeParse(parsed(text));
    const given = hello.success ? tokens.get(hello.data.token) : undefined;
    if (!hello.success || given === undefined) return null;
    tokens.delete(hello.data.token);
    return given.expiresMs > performance.now() && mayHave(given.role) ? given : null;
  }

  return {
    issueToken(role, seatId) {
      const token = randomBytes(32).toString('base64url');
      tokens.set(token, { role, seatId, expiresMs: performance.now() + tokenLifeMs });
      const oldest = tokens.keys().next();
      if (tokens.size > mostTokens && !oldest.done) tokens.delete(oldest.value);
      return token;
    },
    accept(channel) {
      const limit = setTimeout(() => channel.end(), helloLimitMs);
      let isOver = false;
      channel.onClose(() => {
        isOver = true;
        clearTimeout(limit);
      });
      let isWelcome = false;
      channel.onText((text) => {
        if (isOver || isWelcome) return;
        const who = redeem(text);
        if (who === null) {
          channel.end();
          return;
        }
        clearTimeout(limit);
        isWelcome = true;
        if (who.role === 'sound-path') bring(cameraOf(who.seatId), channel);
        else watch(cameraOf(who.seatId), who.role, channel);
      });
    },
    endForbidden() {
      for (const { giver, watchers } of cameras.values()) {
        for (const { role, channel } of watchers) if (!mayHave(role)) channel.end();
        if (!mayHave('sound-path')) giver?.end();
      }
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
