import type { ReactNode } from 'react';
import type { JoinLine, JoinStand } from '#line/join-line.ts';
import { FaultLine } from '../ui/fault-line.tsx';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { useWords } from '../ui/words.tsx';
import { CertificateHelp } from './certificate-help.tsx';
import { DoorScreen } from './door-screen.tsx';
import { InsideScreen } from './inside-screen.tsx';
import styles from './join.module.css';
import { LanguageBar } from './language-bar.tsx';
import { OverScreen } from './over-screen.tsx';
import type { DocumentDesk } from './document-desk.ts';
import type { PartyMedia } from './party-media.ts';
import type { PrivateMedia } from './private-media.ts';
import { PrivateScreen } from './private-screen.tsx';
import { TestScreen } from './test-screen.tsx';
import { useNewsOnTop } from './use-news-on-top.ts';
import { WaitScreen } from './wait-screen.tsx';

/** The participant's page: one column, one thing to do next. `line` null: it was opened without a link. */
export function JoinPage({
  line,
  media,
  desk,
  talk,
  stand,
}: {
  line: JoinLine | null;
  media: PartyMedia | null;
  desk: DocumentDesk | null;
  talk: PrivateMedia | null;
  stand: JoinStand;
}): ReactNode {
  const { t } = useWords();
  useNewsOnTop(stand);
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <strong>{t('join.title')}</strong>
        <LanguageBar />
      </header>
      {stand.at === 'hearing' && stand.isLost && (
        <div className={styles['lost']} role="alert">
          <ShapeMark shape="triangle" tone="look" />
          {t('join.lost')}
        </div>
      )}
      {stand.at !== 'over' && (
        <FaultLine fault={stand.fault} {...(line !== null && { onDismiss: () => line.forgetFault() })} />
      )}
      {/* What is pressed while the line is lost would reach nobody. */}
      <main className={styles['main']} inert={stand.at === 'hearing' && stand.isLost}>
        {line === null || media === null || desk === null || talk === null ? (
          <>
            <h1>{t('join.noLink')}</h1>
            <p>{t('join.noLinkAbout')}</p>
          </>
        ) : (
          <Place line={line} media={media} desk={desk} talk={talk} stand={stand} />
        )}
      </main>
      {stand.at === 'door' && <CertificateHelp />}
    </div>
  );
}

function Place({
  line,
  media,
  desk,
  talk,
  stand,
}: {
  line: JoinLine;
  media: PartyMedia;
  desk: DocumentDesk;
  talk: PrivateMedia;
  stand: JoinStand;
}): ReactNode {
  switch (stand.at) {
    case 'door':
      return <DoorScreen line={line} isKnocking={stand.isKnocking} fault={stand.fault} />;
    case 'hearing':
      switch (stand.told.say) {
        case 'wait':
          return <WaitScreen line={line} told={stand.told} />;
        case 'test':
          return <TestScreen line={line} media={media} told={stand.told} />;
        case 'private':
          return <PrivateScreen line={line} media={talk} told={stand.told} />;
        case 'inside':
          return <InsideScreen line={line} media={media} desk={desk} told={stand.told} />;
      }
    case 'over':
      return <OverScreen line={line} why={stand.why} />;
  }
}
