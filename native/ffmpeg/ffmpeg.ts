/** An ffmpeg with its ffprobe, and what it can do. */
export type Ffmpeg = Readonly<{
  ffmpegPath: string;
  ffprobePath: string;
  version: string;
  from: 'FFMPEG_PATH' | 'ffmpeg-static' | 'system';
  /** Capture devices it was built with: 'pulse', 'alsa', 'dshow', 'v4l2' … */
  devices: readonly string[];
  encoders: readonly string[];
}>;
