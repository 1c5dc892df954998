/** Speech is transparent at this rate in mono Opus. */
const audioBitrateBps = 64_000;

/** What one source gives and which of its channels are wanted, in the order of the tracks. */
export type PathSource = Readonly<{
  source: string;
  channels: number;
  /** Position names as the sound server tells them; null where they cannot be asked. */
  channelMap: readonly string[] | null;
  wanted: readonly number[];
}>;

/** The order in which ffmpeg's pulse input asks for positions (PulseAudio's WAVEEX map), then aux0, aux1 … */
const waveex = [
  'front-left',
  'front-right',
  'front-center',
  'lfe',
  'rear-left',
  'rear-right',
  'front-left-of-center',
  'front-right-of-center',
  'rear-center',
  'side-left',
  'side-right',
  'top-center',
  'top-front-left',
  'top-front-center',
  'top-front-right',
  'top-rear-left',
  'top-rear-center',
  'top-rear-right',
];
/** The most that PulseAudio knows; with so many, every position has a place of its own. */
const everyPosition = 32;

/**
 * Where the wanted channels stand in what ffmpeg receives. PulseAudio mixes channels whose position the asker did not
 * name into others, so a source with other positions than ffmpeg's own is asked for all positions there are; then each
 * channel arrives pure (measured with tones, tests/flow/own-audio-path.test.ts). Null when a position has no place.
 */
export function placeChannels(source: PathSource): Readonly<{ channels: number; at: readonly number[] }> | null {
  const map = source.channelMap;
  if (map === null || source.channels === 1 || map.every((position, at) => position === waveex[at])) {
    return source.wanted.every((channel) => channel < source.channels)
      ? { channels: source.channels, at: source.wanted }
      : null;
  }
  const at = source.wanted.map((channel) => placeOf(map[channel] ?? ''));
  return at.some((place) => place < 0 || place >= everyPosition) ? null : { channels: everyPosition, at };
}

function placeOf(position: string): number {
  const aux = /^aux(\d+)$/.exec(position);
  return aux === null ? waveex.indexOf(position) : waveex.length + Number(aux[1]);
}

/** Arguments of the ffmpeg that opens one source and gives one mono Opus stream a wanted channel, stamped by the wall clock. */
export function pathArguments(source: PathSource, platform: NodeJS.Platform): readonly string[] | null {
  const places = placeChannels(source);
  if (places === null) return null;
  const split = `[0:a]asplit=${String(places.at.length)}${places.at.map((_, n) => `[s${String(n)}]`).join('')}`;
  const pans = places.at.map((channel, n) => `[s${String(n)}]pan=mono|c0=c${String(channel)}[m${String(n)}]`);
  return [
    '-hide_banner',
    '-loglevel',
    'warning',
    '-nostats',
    '-copyts',
    ...inputArguments(source, places.channels, platform),
    '-filter_complex',
    [split, ...pans].join(';'),
    ...places.at.flatMap((_, n) => ['-map', `[m${String(n)}]`]),
    '-c:a',
    'libopus',
    '-b:a',
    String(audioBitrateBps),
    '-application',
    'voip',
    '-frame_duration',
    '20',
    '-vbr',
    'on',
    '-f',
    'matroska',
    '-cluster_time_limit',
    '200',
    '-flush_packets',
    '1',
    'pipe:1',
  ];
}

/** `-copyts` keeps the wall clock, by which the pulse input stamps; dshow is told to do the same. */
function inputArguments(source: PathSource, channels: number, platform: NodeJS.Platform): readonly string[] {
  if (platform === 'win32') {
    return [
      '-f',
      'dshow',
      '-audio_buffer_size',
      '50',
      '-use_wallclock_as_timestamps',
      '1',
      '-sample_rate',
      '48000',
      '-channels',
      String(channels),
      '-i',
      `audio=${source.source}`,
    ];
  }
  // 20 ms fragments: the default gathers two seconds before the first byte, and longer ones stamp less exactly.
  const fragmentBytes = channels * 2 * 960;
  return [
    '-f',
    'pulse',
    '-name',
    'Tarazy',
    '-stream_name',
    source.source,
    '-sample_rate',
    '48000',
    '-channels',
    String(channels),
    '-fragment_size',
    String(fragmentBytes),
    '-frame_size',
    String(fragmentBytes),
    '-i',
    source.source,
  ];
}
