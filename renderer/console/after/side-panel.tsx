import { useState, type ReactNode } from 'react';
import type { Timeline } from '#contract/hall.ts';
import type { Verification } from '#contract/verification.ts';
import type { HearingSummary } from '#contract/papers.ts';
import type { TrackId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { useWords } from '../../ui/words.tsx';
import { CasePanel } from './case-panel.tsx';
import { ExportPanel } from './export-panel.tsx';
import { MarksPanel } from './marks-panel.tsx';
import type { Stretch } from './pieces.ts';
import type { Player } from './player.ts';
import styles from './side-panel.module.css';
import { VerificationPanel } from './verification-panel.tsx';

const tabs = ['marks', 'verify', 'export', 'case'] as const;
type Tab = (typeof tabs)[number];

/** What may be done with a record that lies on disk, one thing at a time. */
export function SidePanel({
  hall,
  timeline,
  card,
  names,
  clip,
  onClip,
  player,
  verification,
  onVerified,
}: {
  hall: HallClient;
  timeline: Timeline;
  card: HearingSummary['card'];
  names: ReadonlyMap<TrackId, string>;
  clip: Stretch | null;
  onClip: (clip: Stretch | null) => void;
  player: Player;
  verification: Verification | null;
  onVerified: (verification: Verification) => void;
}): ReactNode {
  const { tt } = useWords();
  const [tab, setTab] = useState<Tab>('marks');
  const { hearingId } = timeline.hearing;
  return (
    <aside className={styles['panel']}>
      <div className={styles['tabs']} role="tablist">
        {tabs.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            aria-selected={each === tab}
            onClick={() => {
              setTab(each);
              if (each !== 'export') onClip(null);
            }}
          >
            {tt(`after.tabs.${each}`)}
          </button>
        ))}
      </div>
      <div className={styles['body']} role="tabpanel">
        {tab === 'marks' && <MarksPanel marks={timeline.marks} player={player} />}
        {/* Stays mounted: an export or a check goes on while one looks at the marks. */}
        <div hidden={tab !== 'verify'} className={styles['kept']}>
          <VerificationPanel
            hall={hall}
            hearingId={hearingId}
            names={names}
            verification={verification}
            onVerified={onVerified}
            onPlace={(atUs) => player.seek(atUs)}
          />
        </div>
        <div hidden={tab !== 'export'} className={styles['kept']}>
          <ExportPanel
            hall={hall}
            hearingId={hearingId}
            lengthUs={timeline.lengthUs}
            lanes={timeline.lanes}
            names={names}
            clip={clip}
            onClip={onClip}
            readAtUs={() => player.shown().atUs}
          />
        </div>
        {tab === 'case' && <CasePanel hall={hall} hearingId={hearingId} card={card} />}
      </div>
    </aside>
  );
}
