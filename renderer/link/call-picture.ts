/** Sound first: what is said on the line must arrive, its picture may be small. */
export const callPicture = { width: 640, height: 360, frameRate: 25 } as const;
