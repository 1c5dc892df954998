import { useState, type ReactNode } from 'react';
import type { Answer } from '#contract/hall.ts';
import type { IntroductionShown } from '#contract/peers.ts';
import { introductionRules } from '#domain/peers/introduction.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { clockTime, shortDate } from '../../ui/clock.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { TextField } from '../../ui/fields.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { hallName } from '../../ui/hall-name.ts';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import { ControlNumber } from './control-number.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import styles from './halls.module.css';
import { readTextFile } from './read-text-file.ts';

type Written = Answer<'peer.introduce'>;
type Work =
  | Readonly<{ kind: 'look' }>
  | Readonly<{ kind: 'written'; written: Written }>
  | Readonly<{ kind: 'compare'; text: string; shown: IntroductionShown; host: string; port: string }>
  | Readonly<{ kind: 'trusted' }>;
const look: Work = { kind: 'look' };

/** What came of a touch stands low on the screen; nobody should have to look for it. */
const toSight = (came: HTMLElement | null): void => came?.scrollIntoView({ block: 'nearest' });

/** Pairing for halls whose people are not at the telephone together: a file each way, and a number that is compared. */
export function ExchangeFiles({ hall }: { hall: HallClient }): ReactNode {
  const { t } = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const [work, setWork] = useState<Work>(look);

  const write = async (): Promise<void> => {
    const outcome = await ask('peer.introduce', {});
    setWork(outcome.ok ? { kind: 'written', written: outcome.value } : look);
  };
  const take = async (file: File): Promise<void> => {
    const text = await readTextFile(file, introductionRules.largestBytes);
    const outcome = await ask('peer.read-introduction', { text });
    if (!outcome.ok) {
      setWork(look);
      return;
    }
    const { hosts, port } = outcome.value;
    setWork({
      kind: 'compare',
      text,
      shown: outcome.value,
      host: hosts[0] ?? '',
      port: port === null ? '' : `${port}`,
    });
  };
  const trust = async (): Promise<void> => {
    if (work.kind !== 'compare') return;
    const { text, shown, host, port } = work;
    const address = shown.dials ? { host, port: Number(port) } : null;
    const outcome = await ask('peer.trust-introduction', { text, controlNumber: shown.controlNumber, address });
    if (outcome.ok) setWork({ kind: 'trusted' });
  };
  return (
    <section className={styles['way']}>
      <h2>{t('halls.file.title')}</h2>
      <p>{t('halls.file.about')}</p>
      <FaultLine fault={fault} onDismiss={dismiss} />
      {work.kind === 'written' && <OwnFile written={work.written} />}
      {work.kind === 'trusted' && (
        <div className={styles['good']} role="status">
          <ShapeMark shape="tick" tone="good" />
          {t('halls.file.trusted')}
        </div>
      )}
      {work.kind === 'compare' ? (
        <div className={styles['compare']} ref={toSight} role="group" aria-label={t('halls.file.take')}>
          <strong className={styles['name']}>{hallName(work.shown, { t })}</strong>
          <span>
            {t('halls.file.madeAt', { date: shortDate(work.shown.madeAtMs), time: clockTime(work.shown.madeAtMs) })}
          </span>
          <ControlNumber digits={work.shown.controlNumber} />
          <span>{t('halls.file.compare')}</span>
          {work.shown.isNameKnown && (
            <div className={styles['warned']} role="alert">
              <ShapeMark shape="triangle" tone="look" />
              {t('halls.file.nameKnown')}
            </div>
          )}
          {work.shown.dials ? (
            <>
              <span>{t('halls.file.weDial')}</span>
              <div className={styles['address']}>
                <TextField label={t('halls.host')} value={work.host} onChange={(host) => setWork({ ...work, host })} />
                <TextField label={t('halls.port')} value={work.port} onChange={(port) => setWork({ ...work, port })} />
              </div>
            </>
          ) : (
            <span>{t('halls.file.theyDial')}</span>
          )}
          <div className={styles['acts']}>
            <BigButton size="large" onPress={() => setWork(look)}>
              {t('halls.file.leave')}
            </BigButton>
            <HoldButton
              tone="next"
              size="large"
              isDisabled={isAsking || (work.shown.dials && (work.host.trim() === '' || !(Number(work.port) > 0)))}
              onHeld={() => void trust()}
            >
              {t('halls.file.confirm')}
            </HoldButton>
          </div>
        </div>
      ) : (
        <div className={styles['acts']}>
          <BigButton size="large" isDisabled={isAsking} onPress={() => void write()}>
            {t('halls.file.write')}
          </BigButton>
          <FileButton accept=".json" isDisabled={isAsking} onChosen={(file) => void take(file)}>
            {t('halls.file.take')}
          </FileButton>
        </div>
      )}
    </section>
  );
}

function OwnFile({ written }: { written: Written }): ReactNode {
  const { t } = useWords();
  return (
    <div className={styles['compare']} ref={toSight} role="status">
      <span>{t('halls.file.written')}</span>
      <span className={styles['path']}>{written.path}</span>
      <ControlNumber digits={written.controlNumber} />
      <span>{t('halls.file.tellNumber')}</span>
    </div>
  );
}
