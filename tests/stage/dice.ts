/** Chance that is the same on every machine for one seed: numbers in [0, 1). */
export { seededChance as dice } from '#measure/chance.ts';
