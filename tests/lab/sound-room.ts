import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { startLabChild, stopLabChild, waitFor } from './lab-child.ts';
import type { LabChild } from './lab-child.ts';
import { underCondition, type SoundCondition } from './sound-condition.ts';
import type { SpeechName } from './speech.ts';
import { encodeWave, sampleRate } from './wave-file.ts';

const run = promisify(execFile);

/** A steady tone of so many whole Hz instead of a voice, to know a microphone by. */
export type ToneName = `tone-${number}`;

/** A microphone with one speaker before it, or a multichannel device with one speaker per channel. */
export type MicrophoneRequest = {
  /** ASCII; the PulseAudio source is called `mic_<name>`. */
  readonly name: string;
  /** What the person at the set-up screen reads. */
  readonly label: string;
  /** One text per channel; null is a channel nobody speaks into (digital silence). */
  readonly channels: readonly (SpeechName | ToneName | null)[];
  /** What the system says of the device: its own number and where it is plugged in. */
  readonly serial?: string;
  readonly port?: string;
};

/** How a device comes back when it is plugged in again; what is left out is as before. */
export type Plugging = Readonly<{ label?: string; port?: string; rateHz?: number }>;

export type LoudspeakerRequest = { readonly name: string; readonly label: string };

/** A microphone of the running laboratory. */
export type LabMicrophone = {
  readonly request: MicrophoneRequest;
  /** The name by which `pactl` and `ffmpeg -f pulse` know it. */
  readonly sourceName: string;
  /** The device disappears, as when its cable is pulled. PulseAudio moves its listeners to another source. */
  unplug(): Promise<void>;
  plug(as?: Plugging): Promise<void>;
  /** How it is plugged in now, or was last. */
  readonly plugging: Required<Plugging>;
  /** The speakers fall silent (digital zeros) while the device stays. */
  hush(): Promise<void>;
  speak(): Promise<void>;
  /** Everybody before it sounds so from now on, after a moment of nothing. */
  sound(condition: SoundCondition): Promise<void>;
};

export type SoundRoom = {
  readonly microphones: ReadonlyMap<string, LabMicrophone>;
  /** Runs `pactl` on the laboratory's own server and returns what it printed. */
  pactl(...args: readonly string[]): Promise<string>;
  readonly children: LabChild[];
};

export type SoundRoomRequest = {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly speechFolder: string;
  readonly microphones: readonly MicrophoneRequest[];
  readonly loudspeakers: readonly LoudspeakerRequest[];
};

const channelNames = (count: number): readonly string[] =>
  count === 1 ? ['mono'] : Array.from({ length: count }, (_, index) => `aux${String(index)}`);

/** Spoken for ever: `tail` skips the 44-byte header, the pipe's back-pressure paces it, and pacat dies with the shell. */
const speakForEver = 'while tail -c +45 "$1"; do :; done | exec setpriv --pdeathsig KILL -- pacat "${@:2}"';

/** Starts a private PulseAudio at 48 kHz with named loudspeakers and microphones; everybody speaks at once. */
export async function startSoundRoom(request: SoundRoomRequest): Promise<SoundRoom> {
  const { folder, env } = request;
  const logFolder = path.join(folder, 'logs');
  const children: LabChild[] = [];
  const script = path.join(folder, 'pulse.pa');
  writeFileSync(script, 'load-module module-native-protocol-unix auth-anonymous=1\n');
  const server = [
    '-n',
    '-F',
    script,
    '--exit-idle-time=-1',
    '--daemonize=no',
    '--use-pid-file=no',
    '--realtime=no',
    '--high-priority=yes',
  ];
  const configuration = path.join(folder, 'home', '.config', 'pulse', 'daemon.conf');
  await run('mkdir', ['-p', path.dirname(configuration)]);
  writeFileSync(configuration, 'default-sample-rate = 48000\nalternate-sample-rate = 48000\nflat-volumes = no\n');
  children.push(
    await startLabChild({
      name: 'pulseaudio',
      command: 'pulseaudio',
      args: server,
      env,
      logFolder,
    }),
  );

  const pactl = async (...args: readonly string[]): Promise<string> =>
    (await run('pactl', args, { env })).stdout.trim();
  await waitFor('PulseAudio', 10_000, () => pactl('info').catch(() => undefined));
  const load = (module: string, ...args: readonly string[]): Promise<string> => pactl('load-module', module, ...args);

  for (const { name, label } of request.loudspeakers) {
    await load(
      'module-null-sink',
      `sink_name=${name}`,
      'rate=48000',
      `sink_properties="device.description='${label}'"`,
    );
  }

  const plugIn = (microphone: MicrophoneRequest, { label, port, rateHz }: Required<Plugging>): Promise<string> => {
    const facts = [
      `device.description='${label}'`,
      ...(port === '' ? [] : [`device.bus_path=${port}`]),
      ...(microphone.serial === undefined ? [] : [`device.serial=${microphone.serial}`]),
    ];
    const map = channelNames(microphone.channels.length).join(',');
    return load(
      'module-remap-source',
      `master=wire_${microphone.name}.monitor`,
      `source_name=mic_${microphone.name}`,
      ...[
        `channels=${String(microphone.channels.length)}`,
        `channel_map=${map}`,
        `master_channel_map=${map}`,
        'remix=no',
        `rate=${String(rateHz)}`,
      ],
      `source_properties="${facts.join(' ')}"`,
    );
  };

  const waveOf = (speech: SpeechName | ToneName, condition: Exclude<SoundCondition, 'silence'>): string => {
    const spoken = path.join(isTone(speech) ? folder : request.speechFolder, `${speech}.wav`);
    if (isTone(speech) && !existsSync(spoken)) writeFileSync(spoken, toneWave(Number(speech.slice('tone-'.length))));
    if (condition === 'speech') return spoken;
    const file = path.join(folder, `${speech}.${condition}.wav`);
    if (!existsSync(file)) writeFileSync(file, underCondition(spoken, condition));
    return file;
  };

  const startSpeaker = (microphone: MicrophoneRequest, channel: number, file: string): Promise<LabChild> => {
    const channelName = channelNames(microphone.channels.length)[channel] ?? 'mono';
    const name = `speaker-${microphone.name}-${String(channel + 1)}`;
    const format = [
      '--raw',
      '--format=s16le',
      '--rate=48000',
      '--channels=1',
      `--channel-map=${channelName}`,
      '--no-remix',
    ];
    // What is written in other pieces than the wire hands on would come out in halves, and wake everybody twice (measured:
    // a second reader's program switched 525 times a second, with these pieces about 430; a sound card gives whole blocks).
    const pieces = ['--latency-msec=600', '--process-time-msec=100'];
    const pacat = [`--device=wire_${microphone.name}`, `--client-name=${name}`, ...pieces, ...format];
    return startLabChild({
      name,
      command: 'bash',
      args: ['-c', speakForEver, 'speaker', file, ...pacat],
      env,
      logFolder,
    });
  };

  const microphones = new Map<string, LabMicrophone>();
  for (const microphone of request.microphones) {
    const channelMap = channelNames(microphone.channels.length).join(',');
    await load(
      'module-null-sink',
      ...[`sink_name=wire_${microphone.name}`, 'rate=48000', `channels=${String(microphone.channels.length)}`],
      ...[`channel_map=${channelMap}`, `sink_properties="device.description='Wire of ${microphone.name}'"`],
    );
    let plugging = { label: microphone.label, port: microphone.port ?? '', rateHz: 48_000 };
    let module: string | undefined = await plugIn(microphone, plugging);
    let speakers: LabChild[] = [];
    const hush = async (): Promise<void> => {
      await Promise.all(speakers.map((speaker) => stopLabChild(speaker)));
      speakers = [];
    };
    const speakUnder = async (condition: Exclude<SoundCondition, 'silence'>): Promise<void> => {
      for (const [channel, speech] of microphone.channels.entries()) {
        if (speech !== null) speakers.push(await startSpeaker(microphone, channel, waveOf(speech, condition)));
      }
      children.push(...speakers);
    };
    const speak = async (): Promise<void> => {
      if (speakers.length === 0) await speakUnder('speech');
    };
    await speak();
    microphones.set(microphone.name, {
      request: microphone,
      sourceName: `mic_${microphone.name}`,
      async unplug() {
        if (module !== undefined) await pactl('unload-module', module);
        module = undefined;
      },
      async plug(as = {}) {
        if (module !== undefined) return;
        plugging = { ...plugging, ...as };
        module = await plugIn(microphone, plugging);
      },
      get plugging() {
        return plugging;
      },
      hush,
      speak,
      async sound(condition) {
        await hush();
        if (condition !== 'silence') await speakUnder(condition);
      },
    });
  }
  const [firstMicrophone] = request.microphones;
  const [firstLoudspeaker] = request.loudspeakers;
  if (firstMicrophone !== undefined) await pactl('set-default-source', `mic_${firstMicrophone.name}`);
  if (firstLoudspeaker !== undefined) await pactl('set-default-sink', firstLoudspeaker.name);
  return { microphones, pactl, children };
}

function isTone(name: SpeechName | ToneName): name is ToneName {
  return name.startsWith('tone-');
}

/** One second: whole periods, so that it loops without a click. */
function toneWave(hz: number): Buffer {
  return encodeWave(
    Float32Array.from({ length: sampleRate }, (_, at) => 0.2 * Math.sin((2 * Math.PI * hz * at) / sampleRate)),
  );
}

/** Each of two microphones goes into the other's port. */
export async function swapPorts(one: LabMicrophone, other: LabMicrophone): Promise<void> {
  await Promise.all([one.unplug(), other.unplug()]);
  const [first, second] = [one.plugging.port, other.plugging.port];
  await one.plug({ port: second });
  await other.plug({ port: first });
}
