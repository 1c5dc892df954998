import type { Answerers } from '#contract/hall.ts';
import { emptyRequest } from '#domain/documents/appendix-one.ts';
import { done } from '#domain/outcome.ts';
import { previewedRequest } from './preview-request.ts';
import { authorOf, viewOf, type Rooms } from './rooms.ts';

/** Makes the files of the kept request and journals their hashes. Empty blanks stay ruled lines, to be filled by hand. */
export function makeRequest(rooms: Rooms): Answerers['request.make'] {
  return async ({ hearingId, language }, role) => {
    const found = viewOf(rooms, hearingId);
    if (!found.ok) return found;
    const paper = previewedRequest(rooms, found.value, language, found.value.request ?? emptyRequest);
    const made = await rooms.documents.make(paper, rooms.requestName(found.value, language));
    if (!made.ok) return made;
    const { docx, pdf } = made.value;
    const files = [docx, ...(pdf === null ? [] : [pdf])].map(({ path, sha256 }) => ({
      fileName: path.split(/[\\/]/).at(-1) ?? path,
      sha256,
    }));
    const noted = await rooms.journals.note(hearingId, authorOf(role), {
      kind: 'request.made',
      body: { language, files, missing: paper.missing },
    });
    return noted.ok ? done({ ...made.value, missing: paper.missing }) : noted;
  };
}
