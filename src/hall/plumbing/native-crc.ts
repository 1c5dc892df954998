import { crc32 } from 'node:zlib';
import { sumBy } from '#domain/record/crc32.ts';

/* Imported for its effect by everything that stands on this plumbing: zlib sums ten times as fast as tables in JavaScript. */
sumBy(crc32);
