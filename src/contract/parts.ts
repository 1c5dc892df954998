import { z } from 'zod';

/**
 * The processes behind the hall's windows and what they lean on, as people are told of them (`parts.*` in every locale).
 * `audio`, `video-capture`, `network` and `gpu` are Chromium's own helpers, `shell` is Electron itself.
 */
export const shellPart = z.enum([
  'shell',
  'recorder',
  'call',
  'console',
  'audio',
  'video-capture',
  'network',
  'gpu',
  'copies',
]);
export type ShellPart = z.output<typeof shellPart>;
