import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import { inventoryKinds, type DeviceChange, type DeviceSeen } from '#domain/check/inventory.ts';
import type { HallClient } from '#line/hall-client.ts';
import { clockTime, shortDate } from '../../ui/clock.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { seatName } from '../../ui/seat-name.ts';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords, type Words } from '../../ui/words.tsx';
import { deviceBranches, type Branch } from './device-branches.ts';
import styles from './diagnostics.module.css';
import { useDevices } from './use-devices.ts';

const emptyRoutes: readonly never[] = [];
/** Chromium's ids are long, and their beginning tells them apart. */
const idLength = 24;

function marksOf(device: DeviceSeen, { tt, t }: Words): string {
  const figures = Object.entries(device.figures).map(([name, value]) =>
    tt(`diagnostics.figures.${name}`, { value: String(value) }),
  );
  const marks = [
    ...(device.serial === '' ? [] : [t('diagnostics.serial', { serial: device.serial })]),
    ...(device.port === '' ? [] : [t('diagnostics.port', { port: device.port })]),
    ...(device.version === '' ? [] : [t('diagnostics.version', { version: device.version })]),
    ...figures,
  ];
  const id =
    device.id === device.label ? [] : [device.id.length > idLength ? `${device.id.slice(0, idLength)}…` : device.id];
  return [...marks, ...id].join(' · ');
}

function changeWords(change: DeviceChange, { t, tt }: Words): string {
  const { label, port } = change.device;
  switch (change.what) {
    case 'gone':
      return t('diagnostics.changes.gone', { device: label });
    case 'added':
      return t('diagnostics.changes.added', { device: label });
    case 'moved':
      return t('diagnostics.changes.moved', { device: label, from: change.fromPort, to: port });
    case 'changed': {
      const { figure, from, to } = change;
      const said = (value: string): string =>
        figure === 'version'
          ? t('diagnostics.version', { version: value })
          : tt(`diagnostics.figures.${figure}`, { value });
      return t('diagnostics.changes.changed', { device: label, from: said(from), to: said(to) });
    }
  }
}

function Changes({ lastGoodMs, changes }: { lastGoodMs: number | null; changes: readonly DeviceChange[] }): ReactNode {
  const words = useWords();
  const { t } = words;
  if (lastGoodMs === null) return <p className={styles['hint']}>{t('diagnostics.changes.never')}</p>;
  const since = `${shortDate(lastGoodMs)} ${clockTime(lastGoodMs)}`;
  if (changes.length === 0) return <p className={styles['hint']}>{t('diagnostics.changes.none', { since })}</p>;
  return (
    <section className={styles['changes']}>
      <h2>{t('diagnostics.changes.title', { since })}</h2>
      <ul>
        {changes.map((change, at) => (
          <li key={at}>
            <ShapeMark
              shape={change.what === 'added' ? 'ring' : 'triangle'}
              tone={change.what === 'added' ? 'good' : 'look'}
            />
            {changeWords(change, words)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function BranchRow({ branch }: { branch: Branch }): ReactNode {
  const words = useWords();
  const { t } = words;
  const { seat, loudspeaker, device, heardBy } = branch;
  const whose = seat !== null ? seatName(seat, words) : (loudspeaker?.name ?? null);
  const boundLabel = seat?.device.label ?? loudspeaker?.device.label ?? '';
  const needsOwner = device?.kind === 'microphone' || device?.kind === 'camera' || device?.kind === 'loudspeaker';
  return (
    <tr data-missing={device === null}>
      <th scope="row">{whose ?? (needsOwner ? t('diagnostics.unbound') : '')}</th>
      <td>{device?.label ?? boundLabel}</td>
      <td>{device === null ? <strong>{t('setup.absent')}</strong> : marksOf(device, words)}</td>
      <td>{heardBy.join(', ')}</td>
    </tr>
  );
}

/** Every device with its lasting marks, whom it serves and who hears it; above it what changed since a check last passed. */
export function DeviceTree({ hall, state }: { hall: HallClient; state: HallState }): ReactNode {
  const { t, tt } = useWords();
  const { listed, fault } = useDevices(hall);
  if (listed === null)
    return fault === null ? <p className={styles['hint']}>{t('diagnostics.looking')}</p> : <FaultLine fault={fault} />;
  const branches = deviceBranches(state.hall, listed.now, listed.routes ?? emptyRoutes);
  return (
    <div className={styles['tree']}>
      {fault !== null && <FaultLine fault={fault} />}
      <Changes lastGoodMs={listed.lastGoodMs} changes={listed.changes} />
      {inventoryKinds
        .filter((kind) => branches.has(kind))
        .map((kind) => (
          <table key={kind}>
            <caption>{tt(`diagnostics.kinds.${kind}`)}</caption>
            <thead>
              <tr>
                <th scope="col">{t('diagnostics.columns.seat')}</th>
                <th scope="col">{t('diagnostics.columns.device')}</th>
                <th scope="col">{t('diagnostics.columns.marks')}</th>
                <th scope="col">{t('diagnostics.columns.heardBy')}</th>
              </tr>
            </thead>
            <tbody>
              {(branches.get(kind) ?? []).map((branch) => (
                <BranchRow key={branch.key} branch={branch} />
              ))}
            </tbody>
          </table>
        ))}
    </div>
  );
}
