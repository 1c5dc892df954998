/** A quiet steady tone that marks one speaker's sound. Amplitude is linear, full scale 1. */
export type Pilot = { readonly frequencyHz: number; readonly amplitude: number };

/**
 * The pilot tones of the speaker with this place in the list. Whole Hz, so that a loop of whole seconds has no seam;
 * the three rows have different spacings, so that no sum or difference of two tones falls on a third speaker's tone.
 */
export function pilotsOf(place: number): readonly Pilot[] {
  const amplitude = 10 ** (-46 / 20);
  return [7003 + 83 * place, 8609 + 79 * place, 10_007 + 73 * place].map((frequencyHz) => ({ frequencyHz, amplitude }));
}
