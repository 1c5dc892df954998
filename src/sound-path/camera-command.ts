export type StreamLogin = Readonly<{ user: string; password: string }>;

/** A server that takes the connection and says nothing: the socket gives up after this, in µs. */
const socketLimitUs = 3_000_000;

/**
 * Arguments of the ffmpeg that opens one network camera and gives its pictures as they are: RTSP over TCP, because what UDP
 * loses is lost to the record; no sound, which belongs to microphones; nothing decoded and nothing encoded.
 */
export function cameraArguments(url: string, login: StreamLogin | null): readonly string[] {
  const address = new URL(url);
  if (login !== null) [address.username, address.password] = [login.user, login.password];
  return [
    ...['-hide_banner', '-loglevel', 'info', '-nostats', '-nostdin'],
    ...['-rtsp_transport', 'tcp', '-timeout', String(socketLimitUs), '-allowed_media_types', 'video'],
    // Size and parameter sets stand in the camera's own description; guessing the rate would cost a second.
    ...['-fflags', 'nobuffer', '-fpsprobesize', '0', '-analyzeduration', '1000000', '-i', address.href],
    ...['-map', '0:v:0', '-c', 'copy', '-copyts'],
    // A cluster a picture: what is gathered is late.
    ...['-f', 'matroska', '-cluster_time_limit', '0', '-flush_packets', '1', 'pipe:1'],
  ];
}

/** The names under which makers offer what ffmpeg calls otherwise. */
const makersNames: Readonly<Record<string, string>> = { hevc: 'H.265', mjpeg: 'MJPEG', mpeg4: 'MPEG-4' };

/** What the camera sends, by a line of ffmpeg's about its input; null when it is H.264 or the line is about something else. */
export function otherCodecIn(line: string): string | null {
  const codec = /^\s*Stream #0:\d+.*: Video: (\w+)/.exec(line)?.[1];
  return codec === undefined || codec === 'h264' ? null : (makersNames[codec] ?? codec.toUpperCase());
}

/** What ffmpeg says, without the camera's password. */
export function withoutLogin(line: string): string {
  return line.replace(/(rtsps?:\/\/)[^@/\s]*@/gi, '$1');
}
