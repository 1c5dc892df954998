import type { AtUs } from '#domain/record/timeline.ts';
import { addSounds, mixSounds } from '../../../native/ffmpeg/index.ts';
import { startChild, type Child } from '../plumbing/index.ts';

/** `picture` and `sounds` are lists of the stretches of one track each; `into` becomes an MP4. */
export type ClipOrder = Readonly<{
  picture: string | null;
  sounds: readonly string[];
  fromUs: AtUs;
  toUs: AtUs;
  into: string;
}>;

/** Arguments of the program that writes the clip and, where it pays, of one that mixes a part of the sounds for it. */
export type ClipPrograms = Readonly<{ helper: readonly string[] | null; writer: readonly string[] }>;

const limitMs = 15_000;
/** Starting a second program costs as much as decoding two microphones' minute. */
const soundsForTwo = 4;
/** The writer also copies the picture, so it mixes the smaller part. */
const helpersShare = 5 / 8;

/** The programs that cut a clip: the picture copied, all sounds added up without loss, so that nothing is encoded twice. */
export function clipPrograms(order: ClipOrder): ClipPrograms {
  const { picture, sounds, into } = order;
  const aside = sounds.length < soundsForTwo ? 0 : Math.ceil(sounds.length * helpersShare);
  const own = sounds.slice(aside);
  const ownInputs = [...(picture === null ? [] : [picture]), ...own].flatMap((list) => inputOf(list, order));
  const piped = aside === 0 ? [] : ['-thread_queue_size', '512', ...pipedSound, '-i', 'pipe:0'];
  const firstOwn = picture === null ? 0 : 1;
  const helped = aside === 0 ? [] : [`${String(firstOwn + own.length)}:a`];
  const lengthS = seconds(order.toUs - order.fromUs);
  return {
    helper:
      aside === 0
        ? null
        : [
            ...quietly,
            '-copyts',
            ...sounds.slice(0, aside).flatMap((list) => inputOf(list, order)),
            '-filter_complex',
            addSounds(soundsFrom(0, aside), lengthS, 'mix'),
            '-map',
            '[mix]',
            ...pipedSound,
            'pipe:1',
          ],
    writer: [
      ...quietly,
      '-y',
      '-copyts',
      ...ownInputs,
      ...piped,
      ...(sounds.length === 0
        ? []
        : [
            '-filter_complex',
            mixSounds(soundsFrom(firstOwn, own.length), lengthS, 'mix', helped),
            '-map',
            '[mix]',
            '-c:a',
            'flac',
            '-compression_level',
            '0',
            '-frame_size',
            '4608',
            // Some versions call FLAC in MP4 experimental.
            '-strict',
            '-2',
          ]),
      ...(picture === null
        ? []
        : ['-map', '0:v', '-c:v', 'copy', '-bsf:v', 'setts=pts=PTS:dts=PTS:duration=NEXT_PTS-PTS']),
      '-f',
      'mp4',
      into,
    ],
  };
}

/** The program that writes the mix of `sounds` alone, uncompressed. */
export function mixProgram(order: Omit<ClipOrder, 'picture'>): readonly string[] {
  const { sounds, fromUs, toUs, into } = order;
  return [
    ...[...quietly, '-y', '-copyts'],
    ...sounds.flatMap((list) => inputOf(list, order)),
    ...['-filter_complex', mixSounds(soundsFrom(0, sounds.length), seconds(toUs - fromUs), 'mix'), '-map', '[mix]'],
    ...['-f', 's16le', '-ar', '48000', '-ac', '1', into],
  ];
}

const quietly = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-filter_complex_threads', '1'];
const pipedSound = ['-f', 'f32le', '-ar', '48000', '-ac', '1'] as const;

/** Short queues and decoders with threads of their own would only wake each other: half of the work was that. */
function inputOf(list: string, { fromUs }: Pick<ClipOrder, 'fromUs'>): readonly string[] {
  const alone = ['-threads', '1', '-thread_queue_size', '4096'];
  return [...alone, '-itsoffset', seconds(-fromUs), '-f', 'matroska', '-i', `concatf:${list}`];
}

function soundsFrom(firstInput: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${String(firstInput + at)}:a`);
}

function seconds(us: number): string {
  return (us / 1e6).toFixed(6);
}

/** Runs both side by side, the helper's sound into the writer. Null when the clip is whole. */
export function runPrograms(
  command: string,
  { helper, writer }: ClipPrograms,
): Promise<Readonly<{ code: number | null; said: string }> | null> {
  return new Promise((resolve) => {
    const said: string[] = [];
    let isHelped = helper === null;
    let stopMixer = (): void => {};
    const hear = (line: string): void => {
      if (said.length < 50) said.push(line);
    };
    const cutter = startChild({
      command,
      args: writer,
      stdin: helper === null ? 'ignore' : 'pipe',
      onStderrLine: hear,
      onExit: ({ code, error }) => {
        clearTimeout(limit);
        stopMixer();
        if (error !== null) hear(error);
        resolve(code === 0 && isHelped ? null : { code, said: said.join('\n') });
      },
    });
    const limit = setTimeout(() => void cutter.stop({ graceMs: 0 }), limitMs);
    if (helper === null) return;
    const mixer: Child = startChild({
      command,
      args: helper,
      onStdout: (bytes) => {
        if (!cutter.write(bytes)) mixer.pause();
      },
      onStderrLine: hear,
      onExit: ({ code, error }) => {
        isHelped = code === 0;
        if (error !== null) hear(error);
        cutter.end();
      },
    });
    stopMixer = () => void mixer.stop({ graceMs: 0 });
    cutter.onDrain(() => mixer.resume());
  });
}
