/** P28: what a page finds out about its own place; words under `join.check.<what>.<found>`. */
export const lightFound = ['unknown', 'good', 'dark', 'bright', 'behind'] as const;
export const noiseFound = ['none', 'unknown', 'good', 'loud'] as const;
export const speechFound = ['none', 'unheard', 'unknown', 'good', 'silent', 'quiet', 'loud'] as const;
export const movementFound = ['unknown', 'good', 'much'] as const;
/** Whether the browser gives the camera; words under `testSession.camera.<found>`. */
export const cameraFound = ['on', 'denied', 'missing'] as const;

/** P15.5: what a page tells of itself in a test session: words alone, no picture and no sound. */
export type PlaceCheck = Readonly<{
  camera: (typeof cameraFound)[number];
  light: (typeof lightFound)[number];
  noise: (typeof noiseFound)[number];
  speech: (typeof speechFound)[number];
  movement: (typeof movementFound)[number];
}>;
