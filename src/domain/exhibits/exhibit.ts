import type { ExhibitId, HallPeerId, ParticipantId } from '../ids.ts';

/** What may be shown: paper and pictures. Everything else is refused by its first bytes, whatever it is called. */
export const exhibitFormats = ['pdf', 'png', 'jpeg'] as const;
export type ExhibitFormat = (typeof exhibitFormats)[number];

/** A bound file of scanned papers; larger than this nobody leafs through it on a monitor. */
export const mostExhibitBytes = 200 * 1024 * 1024;
/** A sheet of A3 at 500 dpi. A window holds four bytes of each, and one that dies of it takes the call along. */
export const mostExhibitPixels = 64_000_000;
/** So many first bytes tell the format. */
export const exhibitHeadBytes = 8;
/** More pages than any bound file has. */
export const mostPages = 100_000;
const longestName = 120;

/** P36: `waiting` until the presiding judge has said whether a document from a participant's page is taken; nothing else ever waits. */
export const exhibitStages = ['taken', 'waiting', 'refused'] as const;
export type ExhibitStage = (typeof exhibitStages)[number];

/** What is known of an exhibit before its bytes: `sha256` and `lengthBytes` are of the whole file. */
export type ExhibitPaper = Readonly<{
  exhibitId: ExhibitId;
  /** As it is shown to people; never a path. */
  name: string;
  format: ExhibitFormat;
  lengthBytes: number;
  sha256: string;
}>;

/** An exhibit that lies in the hearing's folder. */
export type Exhibit = ExhibitPaper &
  Readonly<{
    /** The hall that sent it; null when it was handed in here. */
    peerId: HallPeerId | null;
    /** The participant who handed it in from a page; null for anybody else. */
    from: Readonly<{ participantId: ParticipantId; name: string }> | null;
    stage: ExhibitStage;
    /** P6: it came in a closed session, and leaves this hall and reaches its public never. */
    isClosed: boolean;
  }>;

/** What the monitors show now. */
export type ShownExhibit = Readonly<{
  exhibitId: ExhibitId;
  /** 1 for the first. */
  page: number;
  /** The hall whose secretary shows it; null for this one. */
  peerId: HallPeerId | null;
  /** P6: false for one that is shown to the bench alone. */
  isForPublic: boolean;
}>;

const magics: Readonly<Record<ExhibitFormat, readonly number[]>> = {
  // "%PDF-"
  pdf: [0x25, 0x50, 0x44, 0x46, 0x2d],
  // PNG, third edition, section 5.2
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  // Start of image, and the first byte of the marker that must follow (ISO/IEC 10918-1, B.1.1)
  jpeg: [0xff, 0xd8, 0xff],
};

/** The format that the first bytes of a file tell; null for any other. */
export function exhibitFormatOf(head: Uint8Array): ExhibitFormat | null {
  return exhibitFormats.find((format) => magics[format].every((byte, at) => head[at] === byte)) ?? null;
}

/** The paper out of whatever carries it. */
export function paperOf({ exhibitId, name, format, lengthBytes, sha256 }: ExhibitPaper): ExhibitPaper {
  return { exhibitId, name, format, lengthBytes, sha256 };
}

/** Where it lies in the hearing's folder; its parts, so that each system joins them its own way. */
export function exhibitParts({
  exhibitId,
  format,
}: Pick<ExhibitPaper, 'exhibitId' | 'format'>): readonly [string, string] {
  return ['exhibits', `${exhibitId}.${format}`];
}

/**
 * A name as it may be shown: the last part of what may be a path, without what steers a terminal or turns the direction
 * of writing (Unicode categories Cc and Cf, and those that stand for nothing). Empty where nothing is left.
 */
export function shownName(given: string): string {
  const last = given.split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return Array.from(plain).slice(0, longestName).join('').trim();
}
