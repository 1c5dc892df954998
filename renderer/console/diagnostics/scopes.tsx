import { useMemo, useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import type { WantedDevice } from '../../ui/preview-keeper.ts';
import { usePreview, useWantedDevices, wantedDevice } from '../../ui/previews.tsx';
import { seatName } from '../../ui/seat-name.ts';
import { useWords } from '../../ui/words.tsx';
import { draftsOfSeats, joinDrafts } from '../setup/seat-drafts.ts';
import { useFoundDevices } from '../setup/use-found-devices.ts';
import styles from './diagnostics.module.css';
import { PictureScope } from './picture-scope.tsx';
import { SoundScope } from './sound-scope.tsx';

/** What a scope is put to; `seatId` is null for a device that no seat has. */
type Target = Readonly<{
  key: string;
  kind: 'camera' | 'microphone';
  name: string;
  about: string;
  /** Null for what no window can open. */
  device: WantedDevice | null;
  isPresent: boolean;
}>;

/** Enough for edges and pace, a quarter of the record's pixels. */
const scopeSize = { width: 640, height: 360, frameRate: 30 } as const;

/** Live scopes for a chosen device. */
export function Scopes({ hall, state }: { hall: HallClient; state: HallState }): ReactNode {
  const words = useWords();
  const { t } = words;
  const { found, fault } = useFoundDevices(hall, state.previewsAllowed);
  const { seats } = state.hall;
  const targets = useMemo((): readonly Target[] => {
    if (found === null) return [];
    return joinDrafts(found, draftsOfSeats(seats)).map(({ key, kind, device, isPresent, id }): Target => {
      const seat = seats.find((each) => each.id === id);
      const label =
        device.path === 'hall'
          ? `${device.label} · ${t('setup.channel', { channel: device.channel + 1 })}`
          : device.label;
      return {
        key,
        kind,
        name: seat === undefined ? label : seatName(seat, words),
        about: seat === undefined ? t('diagnostics.unbound') : label,
        device: wantedDevice(`scope/${key}`, { kind, device, seatId: id }),
        isPresent,
      };
    });
  }, [found, seats, t, words]);
  const [chosenKey, choose] = useState<string | null>(null);
  const chosen = targets.find(({ key }) => key === chosenKey) ?? targets[0] ?? null;
  return (
    <div className={styles['split']}>
      <nav className={styles['list']} aria-label={t('diagnostics.choose')}>
        {targets.map((target) => (
          <button
            key={target.key}
            type="button"
            aria-pressed={target.key === chosen?.key}
            data-missing={!target.isPresent}
            onClick={() => choose(target.key)}
          >
            <b>{target.name}</b>
            <span>{target.isPresent ? target.about : t('setup.absent')}</span>
          </button>
        ))}
      </nav>
      <div className={styles['work']}>
        {fault !== null && <FaultLine fault={fault} />}
        {chosen === null ? (
          <p className={styles['hint']}>{t(found === null ? 'diagnostics.looking' : 'diagnostics.noDevices')}</p>
        ) : (
          <OwnScope key={chosen.key} target={chosen} />
        )}
      </div>
    </div>
  );
}

/** Opens the device for this scope alone, with pictures large enough to judge. */
function OwnScope({ target }: { target: Target }): ReactNode {
  const { device, kind } = target;
  useWantedDevices(
    useMemo(
      () => (device === null ? [] : [{ ...device, ...(kind === 'camera' && { size: scopeSize }) }]),
      [kind, device],
    ),
  );
  return <Scope target={target} previewKey={`scope/${target.key}`} />;
}

function Scope({ target, previewKey }: { target: Target; previewKey: string }): ReactNode {
  const { t } = useWords();
  const { stream } = usePreview(previewKey);
  if (!target.isPresent) return <p className={styles['hint']}>{t('diagnostics.absent', { device: target.about })}</p>;
  if (target.device === null) return <p className={styles['hint']}>{t('diagnostics.hallOnly')}</p>;
  return target.kind === 'camera' ? (
    <PictureScope stream={stream} name={target.name} />
  ) : (
    <SoundScope stream={stream} name={target.name} />
  );
}
