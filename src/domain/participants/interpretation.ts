/** L9: whom one hears where an interpreter speaks; words under `channel.<channel>`. */
export const soundChannels = ['both', 'original', 'interpreter'] as const;
export type SoundChannel = (typeof soundChannels)[number];

/** Under an interpreter the original is still there, so that one hears who speaks and how. */
const loweredTo = 0.2;

/** How loud everybody else and the interpreter are heard, 0 to 1. */
export function channelLevels(channel: SoundChannel): Readonly<{ original: number; interpreter: number }> {
  switch (channel) {
    case 'both':
      return { original: 1, interpreter: 1 };
    case 'original':
      return { original: 1, interpreter: 0 };
    case 'interpreter':
      return { original: loweredTo, interpreter: 1 };
  }
}
