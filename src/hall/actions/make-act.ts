import type { Answerers } from '#contract/hall.ts';
import { emptyAct, type ActDraft } from '#domain/documents/act-draft.ts';
import type { Paper, PaperLanguage } from '#domain/documents/paper.ts';
import { fault } from '#domain/faults.ts';
import type { HearingView } from '#domain/hearing/view.ts';
import type { HearingId } from '#domain/ids.ts';
import { canonicalJson } from '#domain/journal/canonical-json.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { authorOf, viewOf, type Rooms } from './rooms.ts';

/** A hearing about whose faults an act may be drawn up (P18), or `incident.none`. */
function withIncidents(rooms: Rooms, hearingId: HearingId): Outcome<HearingView> {
  const found = viewOf(rooms, hearingId);
  if (!found.ok) return found;
  return found.value.incidents.list.length === 0 ? failed(fault('incident.none', {})) : found;
}

function paperOf(rooms: Rooms, view: HearingView, language: PaperLanguage, draft: ActDraft): Paper {
  const { court, hall } = view.hall ?? rooms.setup.card();
  const { card, incidents, training } = view;
  return rooms.documents.act(language, {
    ...{ card, court, hall, incidents, draft, training },
    atMs: rooms.clock.wallMs(),
  });
}

/** As the signers find it: nobody enters a name that the card has. */
function toEdit({ act, card }: HearingView): ActDraft {
  const kept = act ?? emptyAct;
  return { ...kept, secretary: kept.secretary || card.secretary };
}

/** As it is kept: the card's own name is left out, so that it goes on following the card. */
function toKeep(draft: ActDraft, { card }: HearingView): ActDraft {
  return draft.secretary === card.secretary ? { ...draft, secretary: '' } : draft;
}

/** P18: the act shown, kept as it is edited, and made as files whose hashes are journaled. The record's end ends nothing of it. */
export function makeAct(rooms: Rooms): Pick<Answerers, 'act.preview' | 'act.draft' | 'act.make'> {
  return {
    'act.preview': async ({ hearingId, language, draft }) => {
      const found = withIncidents(rooms, hearingId);
      if (!found.ok) return found;
      const shown = draft ?? toEdit(found.value);
      const measured = rooms.documents.measured(language, found.value.incidents);
      return done({ paper: paperOf(rooms, found.value, language, shown), draft: shown, measured });
    },
    'act.draft': async ({ hearingId, draft: edited }, asker) => {
      const found = withIncidents(rooms, hearingId);
      if (!found.ok) return found;
      const draft = toKeep(edited, found.value);
      if (canonicalJson(found.value.act ?? emptyAct) !== canonicalJson(draft)) {
        const noted = await rooms.journals.note(hearingId, authorOf(asker), { kind: 'act.drafted', body: { draft } });
        if (!noted.ok) return noted;
      }
      return done({ missing: paperOf(rooms, found.value, 'ru', draft).missing });
    },
    'act.make': async ({ hearingId, language }, asker) => {
      const found = withIncidents(rooms, hearingId);
      if (!found.ok) return found;
      const paper = paperOf(rooms, found.value, language, found.value.act ?? emptyAct);
      const made = await rooms.documents.make(paper, rooms.actName(found.value, language));
      if (!made.ok) return made;
      const { docx, pdf } = made.value;
      const files = [docx, ...(pdf === null ? [] : [pdf])].map(({ path, sha256 }) => ({
        fileName: path.split(/[\\/]/).at(-1) ?? path,
        sha256,
      }));
      const body = { language, files, missing: paper.missing };
      const noted = await rooms.journals.note(hearingId, authorOf(asker), { kind: 'act.made', body });
      return noted.ok ? done({ ...made.value, missing: paper.missing }) : noted;
    },
  };
}
