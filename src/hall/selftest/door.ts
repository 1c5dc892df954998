import type { CheckItem } from '#domain/journal/entries.ts';
import type { Seat } from '#domain/seats.ts';
import type { Log } from '../plumbing/index.ts';
import type { CheckTuning } from './check-tuning.ts';

export type AnalyseAsk = Readonly<{
  seats: readonly Seat[];
  /** Folder of the finished test recording: chunk logs lie in `<folder>/tracks/<seatId>/<epoch>.mkv`. */
  folder: string;
}>;

export type SelftestNeeds = Readonly<{ log: Log; ffmpeg: Readonly<{ ffmpegPath: string }>; tuning: CheckTuning }>;

export type Selftest = Readonly<{
  /** One item a seat, in the seats' order, also told to `onItem` one by one. Never throws: what cannot be read is `no-data`. */
  analyse(ask: AnalyseAsk, onItem?: (item: CheckItem) => void): Promise<readonly CheckItem[]>;
}>;
