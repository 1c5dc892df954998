export type StreamLogin = Readonly<{ user: string; password: string }>;

/** A server that takes the connection and says nothing: the socket gives up after this, in µs. */
const socketLimitUs = 3_000_000;

/**
 * The ffmpeg that opens one network camera and gives its pictures as they are: RTSP over TCP, because what UDP loses is lost to
 * the record; no sound, which belongs to microphones; nothing decoded and nothing encoded. The camera is named in a list (of one)
 * that ffmpeg reads from its input: arguments are read by every user of the PC, and the address has the password in it.
 */
export function cameraCommand(
  url: string,
  login: StreamLogin | null,
): Readonly<{ args: readonly string[]; input: string }> {
  const address = new URL(url);
  if (login !== null) [address.username, address.password] = [login.user, login.password];
  // Size and parameter sets stand in the camera's own description; guessing the rate would cost a second.
  const options = [
    ...['rtsp_transport tcp', `timeout ${String(socketLimitUs)}`, 'allowed_media_types video'],
    ...['fflags nobuffer', 'fpsprobesize 0', 'analyzeduration 1000000'],
  ];
  const lines = [`file ${address.href.replaceAll(/['\\]/g, '\\$&')}`, ...options.map((option) => `option ${option}`)];
  return {
    input: `ffconcat version 1.0\n${lines.join('\n')}\n`,
    args: [
      ...['-hide_banner', '-loglevel', 'info', '-nostats', '-protocol_whitelist', 'pipe,rtsp,rtp,tcp'],
      ...['-f', 'concat', '-safe', '0', '-auto_convert', '0', '-i', 'pipe:0'],
      ...['-map', '0:v:0', '-c', 'copy', '-copyts'],
      // A cluster a picture: what is gathered is late.
      ...['-f', 'matroska', '-cluster_time_limit', '0', '-flush_packets', '1', 'pipe:1'],
    ],
  };
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
