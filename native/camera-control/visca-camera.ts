import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { CameraControl, CameraStatus, ControlAddress } from './camera-control.ts';
import { isSamePlace } from './camera-control.ts';
import { moveForMs, waitUntilStill } from './wait-until-still.ts';
import { ViscaLine } from './visca-line.ts';
import { readPanTilt, readZoom, viscaWords } from './visca-words.ts';

/** What the smallest cameras have; a camera says itself which of more it refuses. */
const memories = 6;
const mostMemories = 256;
/** A drive over the whole range takes some four seconds; after this the camera is asked where it is. */
const completesWithinMs = 6000;
const obeysWithinMs = 1000;
/** Pan and tilt have some thousand steps, zoom sixteen thousand. */
const sameWithinSteps = 8;
const lookAgainMs = 100;

const still = { pan: 0, tilt: 0, zoom: 0 };

/** A camera that speaks VISCA over IP, with the eight bytes of header before each packet. Bare VISCA by UDP (port 1259) is another language. */
export function openViscaCamera({ host, port }: ControlAddress): CameraControl {
  const line = new ViscaLine(host, port);
  let stopping: NodeJS.Timeout | undefined;

  async function position(): Promise<Outcome<CameraStatus['position']>> {
    const turned = await line.ask(viscaWords.askPanTilt);
    if (!turned.ok) return turned;
    const zoomed = await line.ask(viscaWords.askZoom);
    if (!zoomed.ok) return zoomed;
    const [place, zoom] = [readPanTilt(turned.value), readZoom(zoomed.value)];
    return place === null || zoom === null ? failed(fault('camera.not-understood', {})) : done({ ...place, zoom });
  }

  async function status(): Promise<Outcome<CameraStatus>> {
    const before = await position();
    if (!before.ok) return before;
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
    const after = await position();
    if (!after.ok) return after;
    return done({ position: after.value, isMoving: !isSamePlace(before.value, after.value, sameWithinSteps) });
  }

  async function obey(words: Buffer): Promise<Outcome<void>> {
    const said = await line.command(words, obeysWithinMs);
    return said.ok ? done(undefined) : said;
  }

  async function stop(): Promise<Outcome<void>> {
    clearTimeout(stopping);
    const turned = await obey(viscaWords.turn(still));
    const zoomed = await obey(viscaWords.zoom(still));
    return turned.ok ? zoomed : turned;
  }

  function memoryOf(token: string): number | null {
    const memory = Number(token);
    return /^\d{1,3}$/.test(token) && memory < mostMemories ? memory : null;
  }

  return {
    async presets() {
      const version = await line.ask(viscaWords.askVersion);
      if (!version.ok) return version;
      // VISCA keeps no list and no names; the numbers are all there is to tell.
      return done(Array.from({ length: memories }, (_, memory) => ({ token: String(memory), name: '' })));
    },
    async goTo(token) {
      const memory = memoryOf(token);
      if (memory === null) return failed(fault('camera.preset-unknown', {}));
      clearTimeout(stopping);
      const said = await line.command(viscaWords.recall(memory), completesWithinMs);
      if (!said.ok) return said;
      return said.value === 'completed' ? done(undefined) : waitUntilStill(status);
    },
    async store(token, _name) {
      const memory = token === null ? null : memoryOf(token);
      if (token === null || memory === null) return failed(fault('camera.preset-unknown', {}));
      const said = await obey(viscaWords.store(memory));
      return said.ok ? done(token) : said;
    },
    status,
    async move(push) {
      clearTimeout(stopping);
      // A camera that is not told to stop would turn for ever.
      stopping = setTimeout(() => void stop(), moveForMs);
      const turned = await obey(viscaWords.turn(push));
      return turned.ok ? obey(viscaWords.zoom(push)) : turned;
    },
    stop,
    streams: () => Promise.resolve(done([])),
    close() {
      clearTimeout(stopping);
      line.close();
    },
  };
}
