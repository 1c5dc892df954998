import path from 'node:path';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { startLabChild, stopLabChild, waitFor } from './lab-child.ts';
import type { LabChild } from './lab-child.ts';

const run = promisify(execFile);

/**
 * How well a camera sees, in numbers; each is 0 in a clear picture. `blur`: deviation of what the lens smears, px. `stops`: light
 * more or less than right. `noise`: deviation of the sensor's, steps of luma. `blue`, `red`: a cast, steps of chroma. `nobody`: 1
 * when nobody sits in the view. `head`: its height as a share of the picture's (0: two fifths). `aside`: how far the person sits
 * from the middle, share of the width. `shade`: light on the person, stops. `fps`: so many frames a second whatever it promises
 * (0: all). `delay`: the picture is of so many ms ago. `monitor`: luma of a monitor in its view (0: none).
 */
export type CameraSight = Partial<
  Record<
    'blur' | 'stops' | 'noise' | 'blue' | 'red' | 'nobody' | 'head' | 'aside' | 'shade' | 'fps' | 'delay' | 'monitor',
    number
  >
>;
/** The words that fcam takes, all of them, so that nothing is left of what was seen before. */
function sightWords(sight: CameraSight): string {
  const clear = {
    blur: 0,
    stops: 0,
    noise: 0,
    blue: 0,
    red: 0,
    nobody: 0,
    head: 0,
    aside: 0,
    shade: 0,
    fps: 0,
    delay: 0,
    monitor: 0,
  };
  return Object.entries({ ...clear, ...sight })
    .map(([name, value]) => `${name} ${value.toFixed(4)}\n`)
    .join('');
}

/** A screen that changes by less is the same. */
const changedBy = 8;

export type CameraRequest = {
  /** ASCII; burned into the picture. */
  readonly name: string;
  /** What the person at the set-up screen reads. */
  readonly label: string;
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly framesPerSecond?: number;
  /** A lamp in its view shines at every multiple of so many ms of CLOCK_MONOTONIC. */
  readonly flashEveryMs?: number;
  /** How well it sees from the start. */
  readonly sight?: CameraSight;
};

export type CameraLook = 'clear' | 'frozen' | 'black' | 'dark' | 'still';
/** As fcam takes them. */
const lookSignals = {
  clear: 'SIGUSR2',
  frozen: 'SIGUSR1',
  black: 'SIGHUP',
  dark: 'SIGWINCH',
  still: 'SIGALRM',
} as const;

/** A camera of the running laboratory. */
export type LabCamera = {
  readonly request: CameraRequest;
  /** One line "counter nanoseconds-of-CLOCK_MONOTONIC" per frame given; begun anew at every plug(). */
  readonly frameLog: string;
  /** Frames go on, but the picture and its counter stand still. */
  freeze(): void;
  thaw(): void;
  /** How it sees: `black` as with a cap on the lens, `dark` in a hall with nearly no light, `still` where nothing moves. */
  look(look: CameraLook): void;
  /** How well it sees from the next frame on; what is not named is as in a clear picture. Stays when it is plugged in anew. */
  see(sight: CameraSight): void;
  /** From now on it has in its view what the X display shows there, with the delay of its sight. */
  watch(spot: Readonly<{ display: string; x: number; y: number }>): Promise<void>;
  /** The device hangs: it is there, and no frame comes. */
  stall(): void;
  goOn(): void;
  unplug(): Promise<void>;
  plug(): Promise<void>;
};

export type CameraRoom = { readonly cameras: ReadonlyMap<string, LabCamera>; readonly children: LabChild[] };

export type CameraRoomRequest = {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** The compiled fcam. */
  readonly program: string;
  readonly cameras: readonly CameraRequest[];
};

/** Starts a session bus, PipeWire, its session manager, the portal's stand-in and the cameras. */
export async function startCameraRoom(request: CameraRoomRequest): Promise<CameraRoom> {
  const { folder, env } = request;
  const logFolder = path.join(folder, 'logs');
  const runtimeFolder = path.join(folder, 'run');
  const children: LabChild[] = [];
  const start = async (name: string, command: string, ...args: readonly string[]): Promise<LabChild> => {
    const pipes = { pipeStdout: name === 'portal' || command === 'ffmpeg', pipeStdin: command === request.program };
    const child = await startLabChild({ name, command, args, env, logFolder, ...pipes });
    // A camera that is plugged out takes what was being said to it along.
    child.process.stdin?.on('error', () => undefined);
    children.push(child);
    return child;
  };
  const socketThere = (name: string): Promise<true> =>
    waitFor(name, 10_000, () => (existsSync(path.join(runtimeFolder, name)) ? true : undefined));

  const address = `unix:path=${path.join(runtimeFolder, 'bus')}`;
  await start('dbus', 'dbus-daemon', '--session', '--nofork', '--nopidfile', `--address=${address}`);
  await socketThere('bus');
  await start('pipewire', 'pipewire');
  await socketThere('pipewire-0');
  leaveBluetoothAlone(path.join(folder, 'home', '.config'));
  await start('wireplumber', 'wireplumber');
  // The system's Python, because the bindings to D-Bus are Debian's.
  const portal = await start('portal', '/usr/bin/python3', path.join(import.meta.dirname, 'camera', 'portal.py'));
  await new Promise<void>((resolve, reject) => {
    portal.process.stdout?.once('data', () => {
      resolve();
    });
    void portal.gone.then(() => {
      reject(new Error('The portal of the laboratory did not start'));
    });
  });

  const nodesThere = async (): Promise<string> => (await run('pw-cli', ['ls', 'Node'], { env })).stdout;
  const cameras = new Map<string, LabCamera>();
  for (const camera of request.cameras) {
    const { name, label, widthPx = 1280, heightPx = 720, framesPerSecond = 25 } = camera;
    const frameLog = path.join(folder, `${name}.frames`);
    const sizes = [widthPx, heightPx, framesPerSecond].map(String);
    const lamp = camera.flashEveryMs === undefined ? [] : [String(camera.flashEveryMs)];
    let child: LabChild | undefined;
    let sight = camera.sight ?? {};
    const see = (): void => {
      child?.process.stdin?.write(sightWords(sight));
    };
    const plug = async (): Promise<void> => {
      child ??= await start(`camera-${name}`, request.program, name, label, ...sizes, frameLog, ...lamp);
      see();
      await waitFor(`camera ${name}`, 10_000, async () =>
        (await nodesThere()).includes(`"${name}"`) ? true : undefined,
      );
    };
    await plug();
    const look = (as: CameraLook): void => {
      child?.process.kill(lookSignals[as]);
    };
    cameras.set(name, {
      request: camera,
      frameLog,
      freeze() {
        look('frozen');
      },
      thaw() {
        look('clear');
      },
      look,
      see(as) {
        sight = as;
        see();
      },
      async watch({ display, x, y }) {
        const grabbed = ['-f', 'x11grab', '-framerate', '100', '-video_size', '16x16', '-draw_mouse', '0'];
        const at = `${display}+${String(x)},${String(y)}`;
        const given = [
          '-vf',
          'scale=1:1:flags=area,format=gray',
          '-fps_mode',
          'passthrough',
          '-f',
          'rawvideo',
          '-flush_packets',
          '1',
          'pipe:1',
        ];
        const watcher = await start(`watch-${name}`, 'ffmpeg', '-loglevel', 'error', ...grabbed, '-i', at, ...given);
        let shown = 0;
        watcher.process.stdout?.on('data', (bytes: Buffer) => {
          // A screen that is black is not one that is not there.
          const luma = Math.max(1, bytes.at(-1) ?? 1);
          if (Math.abs(luma - shown) < changedBy) return;
          shown = luma;
          setTimeout(() => {
            sight = { ...sight, monitor: luma };
            child?.process.stdin?.write(`monitor ${String(luma)}\n`);
          }, sight.delay ?? 0);
        });
      },
      stall() {
        child?.process.kill('SIGSTOP');
      },
      goOn() {
        child?.process.kill('SIGCONT');
      },
      async unplug() {
        if (child !== undefined) await stopLabChild(child);
        child = undefined;
      },
      plug,
    });
  }
  return { cameras, children };
}

/** The session manager dies where it finds no logind to ask about Bluetooth, as on a machine without systemd. */
function leaveBluetoothAlone(configFolder: string): void {
  const overriding = path.join(configFolder, 'wireplumber', 'bluetooth.lua.d');
  mkdirSync(overriding, { recursive: true });
  writeFileSync(path.join(overriding, '90-enable-all.lua'), '-- No Bluetooth in the laboratory.\n');
}
