import { pictureWanted, writeLivePicture } from '#contract/pictures.ts';
import type { CapturedFrame } from '#domain/record/chunk.ts';
import type { TrackCodec } from '#domain/record/matroska.ts';

/** Where the hall takes pictures and by which token; null while it does not. */
export type PictureDoor = () => Promise<Readonly<{ address: string; token: string }> | null>;

const redialMs = 1000;
/** A second of a large camera: a hall that is further behind is not gathered for. */
const mostWaitingBytes = 1024 * 1024;

/**
 * Brings one camera's pictures to whoever looks at them, by way of the hall, each when it comes: the record's chunks would
 * be a fifth of a second later, and there are none before it begins. Costs nothing while nobody looks; the record never waits for it.
 */
export class PictureLine {
  readonly #door: PictureDoor;
  #socket: WebSocket | null = null;
  #isWatched = false;
  #hasKey = false;
  #isStopped = false;
  #redial: NodeJS.Timeout | undefined;

  constructor(door: PictureDoor) {
    this.#door = door;
    void this.#dial();
  }

  give(codec: TrackCodec, { atUs, isKey, bytes }: CapturedFrame): void {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN || !this.#isWatched || !(this.#hasKey || isKey)) return;
    this.#hasKey = socket.bufferedAmount <= mostWaitingBytes;
    if (this.#hasKey) socket.send(writeLivePicture({ atUs, description: isKey ? codec.codecPrivate : null, bytes }));
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#redial);
    this.#socket?.close();
    this.#socket = null;
  }

  async #dial(): Promise<void> {
    const papers = await this.#door();
    if (this.#isStopped) return;
    if (papers === null) {
      this.#dialLater();
      return;
    }
    const socket = new WebSocket(`${papers.address}/v1/pictures`);
    this.#socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ hello: 1, token: papers.token }));
    socket.onmessage = ({ data }: { data: unknown }) => {
      const wanted = pictureWanted.safeParse(typeof data === 'string' ? JSON.parse(data) : null);
      this.#isWatched = wanted.success && wanted.data.isWatched;
      this.#hasKey &&= this.#isWatched;
    };
    socket.onclose = () => {
      this.#socket = null;
      this.#isWatched = false;
      this.#hasKey = false;
      if (!this.#isStopped) this.#dialLater();
    };
  }

  #dialLater(): void {
    this.#redial = setTimeout(() => void this.#dial(), redialMs);
  }
}
