import path from 'node:path';
import type { HearingView } from '#domain/hearing/view.ts';

/** The hearing's number in letters that every file system takes. */
const fileNameOf = (view: HearingView): string => view.card.caseNumber.replace(/[^\p{L}\p{N}.-]+/gu, '-');

/** Names for what is given out: they begin with the case, and the moment keeps one from taking another's. */
export function exportNames(
  exportsFolder: string,
  wallMs: () => number,
): Readonly<{
  exportFile(view: HearingView, fromUs: number, ending: string): string;
  requestName(view: HearingView, language: string): string;
  actName(view: HearingView, language: string): string;
}> {
  return {
    exportFile: (view, fromUs, ending) =>
      path.join(exportsFolder, `${fileNameOf(view)}_${Math.round(fromUs / 1_000_000)}s_${wallMs()}${ending}`),
    requestName: (view, language) => `${fileNameOf(view)}_request_${language}_${wallMs()}`,
    actName: (view, language) => `${fileNameOf(view)}_act_${language}_${wallMs()}`,
  };
}
