import { paperOf, type Exhibit, type ExhibitPaper, type ShownExhibit } from '../exhibits/exhibit.ts';
import type { ExhibitId } from '../ids.ts';
import type { JournalEntry } from '../journal/entries.ts';

type ExhibitKind = 'exhibit.added' | 'exhibit.received' | 'exhibit.handed-in' | 'exhibit.decided';
type ExhibitEntry = Extract<JournalEntry, { kind: ExhibitKind }>;

/** P36: the documents of a hearing after one more entry about them, in the order in which they came. */
export function foldExhibits(exhibits: readonly Exhibit[], entry: ExhibitEntry): readonly Exhibit[] {
  switch (entry.kind) {
    case 'exhibit.added':
      return withExhibit(exhibits, { ...ofTheHall(entry.body), isClosed: entry.body.isClosed });
    case 'exhibit.received':
      return withExhibit(exhibits, { ...ofTheHall(entry.body), peerId: entry.body.peerId });
    case 'exhibit.handed-in': {
      const { participantId, participant } = entry.body;
      const from = { participantId, name: participant };
      return withExhibit(exhibits, { ...ofTheHall(entry.body), from, stage: 'waiting' });
    }
    case 'exhibit.decided': {
      const { exhibitId, isAccepted } = entry.body;
      const stage = isAccepted ? 'taken' : 'refused';
      return exhibits.map((each) => (each.exhibitId === exhibitId ? { ...each, stage } : each));
    }
  }
}

/** P6: the document that the public's monitors may show; null where none is shown, or only to the bench. */
export function publicExhibit({ shownExhibit }: Readonly<{ shownExhibit: ShownExhibit | null }>): ExhibitId | null {
  return shownExhibit?.isForPublic === true ? shownExhibit.exhibitId : null;
}

function ofTheHall(paper: ExhibitPaper): Exhibit {
  return { ...paperOf(paper), peerId: null, from: null, stage: 'taken', isClosed: false };
}

function withExhibit(exhibits: readonly Exhibit[], exhibit: Exhibit): readonly Exhibit[] {
  return [...exhibits.filter(({ exhibitId }) => exhibitId !== exhibit.exhibitId), exhibit];
}
