import type { HearingSummary } from '#contract/papers.ts';
import type { HearingId } from '#domain/ids.ts';
import type { CardDraft, DraftField } from './card-draft.ts';
import type { Reassignment } from './reassign-form.tsx';

/** What the secretary does on the day's screen. */
export type Work =
  | Readonly<{ kind: 'look' }>
  | Readonly<{
      kind: 'card';
      hearingId: HearingId | null;
      dayMs: number;
      draft: CardDraft;
      missing: readonly DraftField[];
    }>
  | Readonly<{ kind: 'reassign'; hearing: HearingSummary; draft: Reassignment }>
  | Readonly<{ kind: 'request' | 'participants' | 'test-session'; hearing: HearingSummary }>
  | Readonly<{ kind: 'act'; hearingId: HearingId; caseNumber: string }>
  | Readonly<{ kind: 'set-up' | 'incidents' | 'diagnostics' | 'reports' }>;
