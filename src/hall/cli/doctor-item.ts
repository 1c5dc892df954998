/** `good`; `look`: works, but a person should know; `bad`: a hearing cannot be held or believed like this. */
export type DoctorVerdict = 'good' | 'look' | 'bad';

export type DoctorItem = Readonly<{
  item:
    | 'node'
    | 'ffmpeg'
    | 'processor'
    | 'clock'
    | 'folder'
    | 'disk'
    | 'key'
    | 'service'
    | 'sound-server'
    | 'turn'
    | 'index'
    | 'journals';
  verdict: DoctorVerdict;
  /** A sentence in the language asked for. */
  words: string;
  figures: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}>;
