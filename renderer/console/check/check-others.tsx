import type { ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import { isNote, type CheckItem } from '#domain/check/check-item.ts';
import { calledIn, seatName } from '../../ui/seat-name.ts';
import { useWords, type Words } from '../../ui/words.tsx';
import styles from './check.module.css';
import { Figures, VerdictMark, VerdictWords } from './verdict-words.tsx';

/** What a person calls the thing that was checked: its own name where it has one, else the word for its kind. */
function nameOf({ kind, subject }: CheckItem, state: HallState, words: Words): string {
  const { hall, peers, participants, panels } = state;
  const kindName = words.tt(`check.kinds.${kind}`);
  if (subject === '') return kindName;
  if (kind === 'monitor') return `${kindName}: ${words.tt(`monitors.names.${subject}`)}`;
  const seat = hall.seats.find(({ id }) => id === subject);
  const own =
    (seat === undefined ? undefined : seatName(seat, words)) ??
    hall.loudspeakers?.find(({ id }) => id === subject)?.name ??
    peers.find(({ id }) => id === subject)?.hall ??
    participants.find(({ participantId }) => participantId === subject)?.name ??
    panels.panels.find(({ panelId }) => panelId === subject)?.name;
  // A participant of another of today's hearings has no name here, and nobody knows them by a number.
  if (own === undefined && kind === 'link') return kindName;
  return `${kindName}: ${own ?? subject}`;
}

/** What was checked beside microphones and cameras: each that is not in order has a row, the rest share one line. Notes are for the specialist. */
export function CheckOthers({
  items,
  state,
  withFigures,
}: Readonly<{ items: readonly CheckItem[]; state: HallState; withFigures: boolean }>): ReactNode {
  const words = useWords();
  const others = items.filter(({ kind }) => kind !== 'microphone' && kind !== 'camera');
  const rows = withFigures ? others : others.filter(({ verdict }) => verdict !== 'good');
  const good = others.filter((item) => !rows.includes(item) && !isNote(item));
  return (
    <>
      {rows.map((item) => (
        <li key={`${item.kind} ${item.subject}`} className={styles['seat']} data-verdict={item.verdict}>
          <VerdictMark item={item} />
          <div className={styles['name']}>{nameOf(item, state, words)}</div>
          <VerdictWords item={item} calledOf={(id) => calledIn(state.hall.seats, id, words)} />
          {withFigures && <Figures item={item} />}
        </li>
      ))}
      {good.length > 0 && (
        <li className={styles['inOrder']}>
          {words.t('check.inOrder', { what: good.map((item) => nameOf(item, state, words)).join(', ') })}
        </li>
      )}
    </>
  );
}
