/** A test of one thing that runs now; `ended` never rejects. */
export type ItemTest = Readonly<{ stop: AbortController; ended: Promise<unknown> }>;
