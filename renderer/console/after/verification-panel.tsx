import type { ReactNode } from 'react';
import type { Damage, Verification } from '#contract/verification.ts';
import type { HearingId, TrackId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { timeText } from '../hearing/time-text.ts';
import { useAsk } from '../hearing/use-ask.ts';
import styles from './side-panel.module.css';

/** Reads the whole record again and says whether it is as it was written, else where it is not. */
export function VerificationPanel({
  hall,
  hearingId,
  names,
  verification,
  onVerified,
  onPlace,
}: {
  hall: HallClient;
  hearingId: HearingId;
  names: ReadonlyMap<TrackId, string>;
  verification: Verification | null;
  onVerified: (verification: Verification) => void;
  onPlace: (atUs: number) => void;
}): ReactNode {
  const { t } = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const verify = async (): Promise<void> => {
    const outcome = await ask('record.verify', { hearingId });
    if (outcome.ok) onVerified(outcome.value);
  };
  return (
    <div className={styles['section']}>
      <p className={styles['quiet']}>{t('after.verifyAbout')}</p>
      <FaultLine fault={fault} onDismiss={dismiss} />
      {isAsking && (
        <div role="status">
          <p>{t('after.verifying')}</p>
          <progress className={styles['progress']} />
        </div>
      )}
      {!isAsking && verification !== null && <Result verification={verification} names={names} onPlace={onPlace} />}
      <div className={styles['acts']}>
        <BigButton
          tone={verification === null ? 'next' : 'plain'}
          size="large"
          isDisabled={isAsking}
          onPress={() => void verify()}
        >
          {t(verification === null ? 'after.verify' : 'after.verifyAgain')}
        </BigButton>
      </div>
    </div>
  );
}

function Result({
  verification,
  names,
  onPlace,
}: {
  verification: Verification;
  names: ReadonlyMap<TrackId, string>;
  onPlace: (atUs: number) => void;
}): ReactNode {
  const { t, language } = useWords();
  const { segments, entries, lengthBytes, damages, intact } = verification;
  const megabytes = new Intl.NumberFormat(language === 'en' ? 'en-GB' : 'ru-RU', { maximumFractionDigits: 1 }).format(
    lengthBytes / 1_000_000,
  );
  return (
    <>
      {intact ? (
        <p className={styles['good']}>
          <ShapeMark shape="tick" tone="good" />
          {t('after.intact')}
        </p>
      ) : (
        <p className={styles['bad']}>
          <ShapeMark shape="triangle" tone="bad" />
          {t('after.damagedPlaces', { places: damages.length })}
        </p>
      )}
      <p className={styles['quiet']}>{t('after.verifiedAmount', { segments, entries, megabytes })}</p>
      <ul className={styles['damages']}>
        {damages.map((damage, index) => (
          <li key={index}>
            <DamagePlace damage={damage} names={names} onPlace={onPlace} />
          </li>
        ))}
      </ul>
    </>
  );
}

function DamagePlace({
  damage,
  names,
  onPlace,
}: {
  damage: Damage;
  names: ReadonlyMap<TrackId, string>;
  onPlace: (atUs: number) => void;
}): ReactNode {
  const { t, tt } = useWords();
  const { fromUs, trackId } = damage;
  const where = trackId === null ? t('after.journal') : (names.get(trackId) ?? trackId);
  const details = [
    damage.file,
    damage.segment === null ? null : t('after.segment', { number: damage.segment }),
    damage.entry === null ? null : t('after.entry', { number: damage.entry }),
    damage.fromByte === null ? null : t('after.bytes', { from: damage.fromByte, to: damage.toByte ?? damage.fromByte }),
  ].filter((detail) => detail !== null);
  return (
    <button type="button" disabled={fromUs === null} onClick={() => fromUs !== null && onPlace(fromUs)}>
      <span>{fromUs === null ? '—' : timeText(fromUs)}</span>
      <span>
        <strong>{where}</strong>: {tt(`after.damage.${damage.what}`)}
      </span>
      <small>{details.join(' · ')}</small>
    </button>
  );
}
