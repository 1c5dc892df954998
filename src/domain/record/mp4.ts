/** Frames of one camera, in order; `atUs` counts from the beginning of the movie, and a frame is shown until the next one. */
export type MoviePicture = Readonly<{
  widthPx: number;
  heightPx: number;
  /** AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3). */
  avcConfig: Uint8Array;
  frames: readonly Readonly<{ atUs: number; isKey: boolean; bytes: Uint8Array }>[];
}>;
/** Mono sound from the beginning of the movie on, 16 bits a sample. */
export type MovieSound = Readonly<{ sampleRate: number; samples: Int16Array }>;

/** Ticks a second of the picture and of the whole; sound counts its samples. */
const ticksPerSecond = 1_000_000;
/** Picture and sound lie beside each other in pieces of so long, so that a player reads on and does not jump. */
const pieceUs = 500_000;

type Sample = Readonly<{ bytes: Uint8Array; atUs: number }>;
type Piece = Readonly<{ of: 'picture' | 'sound'; samples: number; bytes: readonly Uint8Array[] }>;

/**
 * A movie that can be played and sought in at once: ISO base media (ISO/IEC 14496-12) with its index in front, H.264 as it
 * was recorded and uncompressed sound ('sowt', QuickTime), so that nothing is encoded. Gives its parts in order. Either of
 * the two may be null. `lengthUs`: how long the last picture is shown.
 */
export function writeMovie(
  picture: MoviePicture | null,
  sound: MovieSound | null,
  lengthUs: number,
): readonly Uint8Array[] {
  const pieces = interleave(picture, sound, lengthUs);
  const data = pieces.flatMap(({ bytes }) => bytes);
  const dataBytes = data.reduce((sum, { length }) => sum + length, 0);
  const fileType = box('ftyp', ascii('isom'), u32(512), ascii('isom'), ascii('qt  '));
  const indexFrom = (firstAt: number): Uint8Array => {
    let at = firstAt;
    const offsets = pieces.map(({ bytes }) => {
      const here = at;
      at += bytes.reduce((sum, { length }) => sum + length, 0);
      return here;
    });
    const of = (which: Piece['of']): Chunks => ({
      offsets: offsets.filter((_, index) => pieces[index]?.of === which),
      counts: pieces.filter((piece) => piece.of === which).map(({ samples }) => samples),
    });
    const tracks = [
      ...(picture === null ? [] : [pictureTrack(picture, of('picture'), lengthUs)]),
      ...(sound === null ? [] : [soundTrack(sound, of('sound'), lengthUs)]),
    ];
    return box('moov', movieHeader(lengthUs), ...tracks);
  };
  // Offsets have a width of their own, so that the index is as long before they are known as after.
  const dataAt = fileType.length + indexFrom(0).length + 8;
  return [fileType, indexFrom(dataAt), join([u32(dataBytes + 8), ascii('mdat')]), ...data];
}

function interleave(picture: MoviePicture | null, sound: MovieSound | null, lengthUs: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let frame = 0;
  for (let fromUs = 0; fromUs < lengthUs; fromUs += pieceUs) {
    const untilUs = fromUs + pieceUs >= lengthUs ? Infinity : fromUs + pieceUs;
    const frames: Sample[] = [];
    for (let next = picture?.frames[frame]; next !== undefined && next.atUs < untilUs; next = picture?.frames[frame]) {
      frames.push(next);
      frame += 1;
    }
    if (frames.length > 0)
      pieces.push({ of: 'picture', samples: frames.length, bytes: frames.map(({ bytes }) => bytes) });
    if (sound === null) continue;
    const at = (us: number): number => Math.round((Math.min(us, lengthUs) * sound.sampleRate) / 1e6);
    const { buffer, byteOffset } = sound.samples;
    const [first, last] = [at(fromUs), Math.min(at(untilUs), sound.samples.length)];
    if (last > first)
      pieces.push({
        ...{ of: 'sound', samples: last - first },
        bytes: [new Uint8Array(buffer, byteOffset + first * 2, (last - first) * 2)],
      });
  }
  return pieces;
}

type Chunks = Readonly<{ offsets: readonly number[]; counts: readonly number[] }>;

function pictureTrack(
  { widthPx, heightPx, avcConfig, frames }: MoviePicture,
  chunks: Chunks,
  lengthUs: number,
): Uint8Array {
  const lasts = frames.map(({ atUs }, at) => Math.max(1, Math.round((frames[at + 1]?.atUs ?? lengthUs) - atUs)));
  const entry = box(
    'avc1',
    ...[zeros(6), u16(1), zeros(16), u16(widthPx), u16(heightPx)],
    ...[u32(0x0048_0000), u32(0x0048_0000), zeros(4), u16(1), zeros(32), u16(0x18), u16(0xffff)],
    box('avcC', avcConfig),
  );
  const keys = frames.flatMap(({ isKey }, at) => (isKey ? [at + 1] : []));
  const tables = [
    fullBox('stts', 0, ...counted(runs(lasts))),
    fullBox('stss', 0, u32(keys.length), ...keys.map(u32)),
    fullBox('stsz', 0, u32(0), u32(frames.length), ...frames.map(({ bytes }) => u32(bytes.length))),
  ];
  const media = {
    ...{ id: 1, handler: 'vide', timescale: ticksPerSecond, duration: lasts.reduce((sum, each) => sum + each, 0) },
    header: fullBox('vmhd', 1, zeros(8)),
  };
  return track(media, { widthPx, heightPx }, lengthUs, [entry, ...tables], chunks);
}

function soundTrack({ sampleRate, samples }: MovieSound, chunks: Chunks, lengthUs: number): Uint8Array {
  const entry = box('sowt', ...[zeros(6), u16(1), zeros(8), u16(1), u16(16), zeros(4), u32(sampleRate * 0x1_0000)]);
  const tables = [
    fullBox('stts', 0, u32(1), u32(samples.length), u32(1)),
    fullBox('stsz', 0, u32(2), u32(samples.length)),
  ];
  const media = {
    ...{ id: 2, handler: 'soun', timescale: sampleRate, duration: samples.length },
    header: fullBox('smhd', 0, zeros(4)),
  };
  return track(media, { widthPx: 0, heightPx: 0 }, lengthUs, [entry, ...tables], chunks);
}

function track(
  media: Readonly<{ id: number; handler: string; timescale: number; duration: number; header: Uint8Array }>,
  { widthPx, heightPx }: Readonly<{ widthPx: number; heightPx: number }>,
  lengthUs: number,
  [entry, ...tables]: readonly Uint8Array[],
  { offsets, counts }: Chunks,
): Uint8Array {
  const isSound = media.handler === 'soun';
  const times = [zeros(8), u32(media.id), zeros(4), u32(lengthUs), zeros(8)];
  const header = fullBox(
    'tkhd',
    3,
    ...times,
    zeros(4),
    u16(isSound ? 0x100 : 0),
    zeros(2),
    ...unity,
    u32(widthPx * 0x1_0000),
    u32(heightPx * 0x1_0000),
  );
  const perChunk = runs(counts);
  let chunk = 1;
  const toChunk = perChunk.flatMap(([repeats, samples]) => {
    const first = chunk;
    chunk += repeats;
    return [u32(first), u32(samples), u32(1)];
  });
  const samples = box(
    'stbl',
    fullBox('stsd', 0, u32(1), entry ?? zeros(0)),
    ...tables,
    fullBox('stsc', 0, u32(perChunk.length), ...toChunk),
    fullBox('stco', 0, u32(offsets.length), ...offsets.map(u32)),
  );
  const reference = box('dinf', fullBox('dref', 0, u32(1), fullBox('url ', 1)));
  return box(
    'trak',
    header,
    box(
      'mdia',
      fullBox('mdhd', 0, zeros(8), u32(media.timescale), u32(media.duration), u16(0x55c4), u16(0)),
      fullBox('hdlr', 0, zeros(4), ascii(media.handler), zeros(12), zeros(1)),
      box('minf', media.header, reference, samples),
    ),
  );
}

function movieHeader(lengthUs: number): Uint8Array {
  const times = [zeros(8), u32(ticksPerSecond), u32(lengthUs)];
  return fullBox('mvhd', 0, ...times, u32(0x1_0000), u16(0x100), zeros(10), ...unity, zeros(24), u32(3));
}

const unity = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000].map(u32);

/** Equal neighbours as how often and what. */
function runs(values: readonly number[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const value of values) {
    const last = found.at(-1);
    if (last?.[1] === value) last[0] += 1;
    else found.push([1, value]);
  }
  return found;
}

function counted(pairs: readonly (readonly [number, number])[]): readonly Uint8Array[] {
  return [u32(pairs.length), ...pairs.flatMap((pair) => pair.map(u32))];
}

function box(name: string, ...content: readonly Uint8Array[]): Uint8Array {
  const body = join(content);
  return join([u32(body.length + 8), ascii(name), body]);
}

function fullBox(name: string, flags: number, ...content: readonly Uint8Array[]): Uint8Array {
  return box(name, u32(flags), ...content);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value >>> 0);
  return bytes;
}

function u16(value: number): Uint8Array {
  return Uint8Array.of((value >> 8) & 0xff, value & 0xff);
}

function zeros(length: number): Uint8Array {
  return new Uint8Array(length);
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
