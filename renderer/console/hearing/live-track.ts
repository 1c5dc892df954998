/* A track that is still being written, heard from the copy on disk that grows beside it, a few seconds late. */

const mime = 'audio/webm; codecs="opus"';
/** Element id of a Matroska cluster; a copy can be entered wherever one begins. */
const clusterId = [0x1f, 0x43, 0xb6, 0x75] as const;
/** The head of a copy is a few hundred bytes long. */
const headBytes = 16_384;
/** What is fetched of a long copy at first: some seconds of speech. */
const tailBytes = 65_536;
const lookEveryMs = 300;
/** A copy that does not grow for so long is followed by another: a new epoch began, or nothing is recorded. */
const stalledMs = 5000;
/** So much later than the newest sound on disk one begins to listen, and jumps forward when it has become that much more. */
const behindS = { start: 0.8, most: 3 } as const;
const heardKeptS = 20;

/** Where a cluster begins in these bytes; null for nowhere. */
export function clusterAt(bytes: Uint8Array): number | null {
  for (let at = bytes.indexOf(clusterId[0]); at !== -1; at = bytes.indexOf(clusterId[0], at + 1)) {
    if (clusterId.every((byte, offset) => bytes[at + offset] === byte)) return at;
  }
  return null;
}

type Read = Readonly<{ bytes: Uint8Array<ArrayBuffer>; lengthBytes: number }>;

/** The bytes of the copy from `fromByte` on, none when it has not grown; null when it is not there any more. */
async function read(url: string, fromByte: number, untilByte: number | '', signal: AbortSignal): Promise<Read | null> {
  const headers = { Range: `bytes=${String(fromByte)}-${String(untilByte)}` };
  const response = await fetch(url, { headers, signal }).catch(() => null);
  if (response?.status === 416) return { bytes: new Uint8Array(0), lengthBytes: fromByte };
  if (response?.status !== 206) return null;
  const bytes = new Uint8Array(await response.arrayBuffer());
  const lengthBytes = Number(response.headers.get('Content-Range')?.split('/')[1]);
  return { bytes, lengthBytes };
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

function append(buffer: SourceBuffer, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    buffer.addEventListener('updateend', () => resolve(), { once: true });
    buffer.addEventListener('error', () => reject(new Error('the sound cannot be read')), { once: true });
    buffer.appendBuffer(bytes);
  });
}

/** Keeps the player near the newest sound; gives the second of the copy that is heard now. */
async function keepUp(audio: HTMLAudioElement, buffer: SourceBuffer): Promise<number> {
  const { buffered } = buffer;
  const last = buffered.length - 1;
  if (last < 0) return audio.currentTime;
  const [startS, endS] = [buffered.start(last), buffered.end(last)];
  if (audio.currentTime < startS || endS - audio.currentTime > behindS.most)
    audio.currentTime = Math.max(startS, endS - behindS.start);
  if (audio.paused) await audio.play().catch(() => undefined);
  if (audio.currentTime - buffered.start(0) > heardKeptS * 2) {
    const removed = new Promise((resolve) => buffer.addEventListener('updateend', resolve, { once: true }));
    buffer.remove(0, audio.currentTime - heardKeptS);
    await removed;
  }
  return audio.currentTime;
}

/**
 * Plays the newest sound of a growing copy until `signal` says stop, or the copy stalls or goes away; then it resolves,
 * and whoever still wants to listen asks where the track goes on.
 */
export async function followCopy(
  audio: HTMLAudioElement,
  url: string,
  signal: AbortSignal,
  heard: (atS: number) => void,
): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  const source = new MediaSource();
  const address = URL.createObjectURL(source);
  audio.src = address;
  try {
    await new Promise((resolve) => source.addEventListener('sourceopen', resolve, { once: true }));
    const buffer = source.addSourceBuffer(mime);
    const head = await read(url, 0, headBytes - 1, signal);
    const headEnd = head === null ? null : clusterAt(head.bytes);
    if (head === null || headEnd === null) return;
    await append(buffer, head.bytes.slice(0, headEnd));
    let atByte = Math.max(headEnd, head.lengthBytes - tailBytes);
    let isInside = atByte > headEnd;
    let grewAtMs = performance.now();
    while (!isOver() && performance.now() - grewAtMs < stalledMs) {
      const more = await read(url, atByte, '', signal);
      if (more === null || isOver()) return;
      const beginsAt = isInside ? clusterAt(more.bytes) : 0;
      if (more.bytes.length > 0) {
        atByte += more.bytes.length;
        grewAtMs = performance.now();
        if (beginsAt !== null) {
          isInside = false;
          await append(buffer, more.bytes.slice(beginsAt));
        }
      }
      heard(await keepUp(audio, buffer));
      await pause(lookEveryMs);
    }
  } catch {
    // What cannot be played is as good as gone: the next look finds where the track goes on.
  } finally {
    audio.pause();
    audio.removeAttribute('src');
    URL.revokeObjectURL(address);
  }
}
