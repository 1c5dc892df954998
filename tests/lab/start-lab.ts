import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { startAcousticRoom } from './acoustic-room.ts';
import type { AcousticRoom, AcousticRoomRequest } from './acoustic-room.ts';
import { startCameraRoom } from './camera-room.ts';
import type { CameraRequest, LabCamera } from './camera-room.ts';
import { startClockedMicrophone } from './clocked-microphone.ts';
import type { ClockedMicrophoneRequest } from './clocked-microphone.ts';
import { startLabChild, stopLabChild } from './lab-child.ts';
import type { LabChild } from './lab-child.ts';
import { makeLabFolder } from './lab-folder.ts';
import { openPluggedDisplays } from './plugged-displays.ts';
import type { PluggedDisplay, PluggedDisplays } from './plugged-displays.ts';
import { prepareLab } from './prepare.ts';
import { startSoundRoom } from './sound-room.ts';
import type { LabMicrophone, LoudspeakerRequest, MicrophoneRequest } from './sound-room.ts';

export type LabRequest = {
  readonly microphones?: readonly MicrophoneRequest[];
  /** Microphones with clocks of their own, which hear chirps at known moments. */
  readonly clockedMicrophones?: readonly ClockedMicrophoneRequest[];
  /** Loudspeakers that are heard by microphones. */
  readonly acoustics?: AcousticRoomRequest;
  readonly cameras?: readonly CameraRequest[];
  readonly loudspeakers?: readonly LoudspeakerRequest[];
  /** One X screen; Electron sees it as one display, whatever its width. */
  readonly screen?: { readonly widthPx: number; readonly heightPx: number };
  /** Instead of the screen: monitors that can be plugged in and out. */
  readonly displays?: readonly [PluggedDisplay, ...PluggedDisplay[]];
};

/** A running virtual courtroom. */
export type Lab = {
  /** The whole environment for a program that is to live in the courtroom (ours, with the private sockets put in). */
  readonly env: Readonly<Record<string, string>>;
  /** Only what the courtroom adds: DISPLAY, PULSE_SERVER, XDG_RUNTIME_DIR, DBUS_SESSION_BUS_ADDRESS … */
  readonly added: Readonly<Record<string, string>>;
  /** Private; removed by stop(). Logs of the parts are in `logs/`. */
  readonly folder: string;
  readonly microphones: ReadonlyMap<string, LabMicrophone>;
  readonly cameras: ReadonlyMap<string, LabCamera>;
  /** The air between the loudspeakers and microphones of `acoustics`. */
  readonly acoustics: AcousticRoom | null;
  pactl(...args: readonly string[]): Promise<string>;
  /** Only these monitors are plugged in from now on, cable by cable; of a courtroom with `displays`. */
  plug(displays: readonly PluggedDisplay[]): Promise<void>;
  /** Pids of all parts, for a test that wants to know what it must not count. */
  pids(): readonly number[];
  stop(): Promise<void>;
};

/** Two cameras, four microphones and the loudspeakers of an ordinary courtroom, speaking Russian and Kazakh. */
export const ordinaryCourtroom = {
  cameras: [
    { name: 'cam-judge', label: 'Camera Judge' },
    { name: 'cam-hall', label: 'Camera Hall' },
  ],
  microphones: [
    { name: 'judge', label: 'Microphone Judge', channels: ['ru-judge'] },
    { name: 'secretary', label: 'Microphone Secretary', channels: ['kk-secretary'] },
    { name: 'witness', label: 'Microphone Witness', channels: ['ru-witness'] },
    { name: 'defender', label: 'Microphone Defender', channels: ['kk-defender'] },
  ],
  loudspeakers: [
    { name: 'hall_speakers', label: 'Hall Loudspeakers' },
    { name: 'secretary_headphones', label: 'Secretary Headphones' },
  ],
} as const satisfies LabRequest;

/** The ordinary courtroom with everybody's microphone: eight, all speaking. */
export const fullCourtroom = {
  ...ordinaryCourtroom,
  microphones: [
    ...ordinaryCourtroom.microphones,
    { name: 'prosecutor', label: 'Microphone Prosecutor', channels: ['ru-prosecutor'] },
    { name: 'claimant', label: 'Microphone Claimant', channels: ['kk-plaintiff'] },
    { name: 'expert', label: 'Microphone Expert', channels: ['kk-witness'] },
    { name: 'interpreter', label: 'Microphone Interpreter', channels: ['ru-interpreter'] },
  ],
} as const satisfies LabRequest;

type Screen = { display: string; children: LabChild[]; displays: PluggedDisplays | null };

/** Starts an X server on a display number nobody uses, and a window manager so that kiosk windows fill it exactly. */
async function startScreen(
  folder: string,
  env: NodeJS.ProcessEnv,
  { screen = { widthPx: 3840, heightPx: 1080 }, displays }: LabRequest,
): Promise<Screen> {
  const logFolder = path.join(folder, 'logs');
  const socketFile = path.join(folder, 'displays');
  const { widthPx, heightPx } = screen;
  const fixed = ['-screen', '0', `${String(widthPx)}x${String(heightPx)}x24`];
  const plugged = ['-geometry', `${String(displays?.[0].width)}x${String(displays?.[0].height)}`, '-depth', '24'];
  const viewer = ['-SecurityTypes', 'None', '-rfbport', '0', '-rfbunixpath', socketFile];
  const kind = displays === undefined ? fixed : [...plugged, ...viewer];
  const command = displays === undefined ? 'Xvfb' : 'Xtigervnc';
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const display = `:${String(4000 + Math.floor(Math.random() * 5000))}`;
    const args = [display, '-displayfd', '1', ...kind, '-nolisten', 'tcp', '-ac', '-noreset'];
    const server = await startLabChild({ name: 'x-server', command, args, env, logFolder, pipeStdout: true });
    const { stdout } = server.process;
    if (stdout === null) throw new Error('the X server has no stdout');
    const ready = await Promise.race([once(stdout, 'data').then(() => true), server.gone.then(() => false)]);
    if (!ready) continue; // Somebody took that number first.
    const viewing = displays === undefined ? null : await openPluggedDisplays(socketFile);
    if (displays !== undefined) await viewing?.plug(displays);
    const manager = await startLabChild({
      ...{ name: 'openbox', command: 'openbox', args: ['--sm-disable'], logFolder },
      env: { ...env, DISPLAY: display },
    });
    return { display, children: [server, manager], displays: viewing };
  }
  throw new Error('No display number was free');
}

/**
 * Starts a courtroom of its own: private folder, sockets and display. Its parts are killed by the kernel when this
 * process dies in any way; a folder left behind is swept by the next start. Throws when a part does not come up.
 */
export async function startLab(request: LabRequest = ordinaryCourtroom): Promise<Lab> {
  const { camera, microphone, room, speechFolder } = await prepareLab();
  const folder = makeLabFolder();
  const runtimeFolder = path.join(folder, 'run');
  const sockets = {
    XDG_RUNTIME_DIR: runtimeFolder,
    PULSE_SERVER: `unix:${path.join(runtimeFolder, 'pulse', 'native')}`,
    PULSE_RUNTIME_PATH: path.join(runtimeFolder, 'pulse'),
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${path.join(runtimeFolder, 'bus')}`,
  };
  const home = path.join(folder, 'home');
  const partEnv = {
    ...process.env,
    ...sockets,
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_STATE_HOME: home,
  };
  const children: LabChild[] = [];
  const stop = async (): Promise<void> => {
    // The latest first: listeners before the servers they listen to.
    for (const child of children.toReversed()) await stopLabChild(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const screen = await startScreen(folder, partEnv, request);
    children.push(...screen.children);
    const sound = await startSoundRoom({
      ...{ folder, env: partEnv, speechFolder },
      ...{ microphones: request.microphones ?? [], loudspeakers: request.loudspeakers ?? [] },
    });
    for (const each of request.clockedMicrophones ?? [])
      sound.children.push(
        await startClockedMicrophone(each, { folder, env: partEnv, program: microphone, pactl: sound.pactl }),
      );
    const acoustic =
      request.acoustics === undefined
        ? null
        : await startAcousticRoom(request.acoustics, { folder, env: partEnv, program: room, pactl: sound.pactl });
    if (acoustic !== null) sound.children.push(acoustic.child);
    const cameraRoom = await startCameraRoom({ folder, env: partEnv, program: camera, cameras: request.cameras ?? [] });
    const added = { ...sockets, DISPLAY: screen.display };
    const all = (): readonly LabChild[] => [...children, ...sound.children, ...cameraRoom.children];
    return {
      env: { ...(process.env as Record<string, string>), ...added },
      added,
      folder,
      microphones: sound.microphones,
      cameras: cameraRoom.cameras,
      acoustics: acoustic?.room ?? null,
      pactl: sound.pactl,
      async plug(displays) {
        if (screen.displays === null) throw new Error('this courtroom was started without displays');
        await screen.displays.plug(displays);
      },
      pids: () => all().map((child) => child.pid),
      async stop() {
        screen.displays?.close();
        children.push(...sound.children, ...cameraRoom.children);
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
