import { useState, type ReactNode } from 'react';
import type { Mark, OpenHearing } from '#contract/papers.ts';
import type { HallClient } from '#line/hall-client.ts';
import { useFunctionKey } from '../../ui/function-keys.ts';
import { useWords } from '../../ui/words.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { MarkRow } from './mark-row.tsx';
import { markTemplates, plainMark } from './mark-templates.ts';
import styles from './marks-column.module.css';
import { NoteField } from './note-field.tsx';
import { useAsk } from './use-ask.ts';

/** Marks of the hearing, the newest on top, and the ways to set one. `readNowUs` gives the present moment, µs. */
export function MarksColumn({
  hall,
  hearing,
  maySet,
  readNowUs,
  onReadBack,
}: {
  hall: HallClient;
  hearing: OpenHearing;
  maySet: boolean;
  readNowUs(): number;
  onReadBack(mark: Mark): void;
}): ReactNode {
  const { t, tt } = useWords();
  const { ask, fault, dismiss } = useAsk(hall);
  const [noteAtUs, setNoteAtUs] = useState<number | null>(null);

  const setMark = (template: string): void => {
    void ask('mark.set', { template, text: '', kind: 'mark', atUs: null });
  };
  const saveNote = async (text: string, atUs: number): Promise<void> => {
    const outcome = await ask('mark.set', { template: 'note', text, kind: 'note', atUs });
    if (outcome.ok) setNoteAtUs(null);
  };
  useFunctionKey('F2', { onDown: () => setMark(plainMark) }, maySet);

  const newestFirst = hearing.marks.toSorted((a, b) => b.atUs - a.atUs);
  return (
    <aside className={styles['column']}>
      <h2 className={styles['heading']}>{t('hearing.marks')}</h2>
      <ol className={styles['list']}>
        {newestFirst.length === 0 && <li className={styles['none']}>{t('hearing.noMarks')}</li>}
        {newestFirst.map((mark) => (
          <MarkRow
            key={mark.markId}
            mark={mark}
            onPlay={() => onReadBack(mark)}
            onTakeBack={() => void ask('mark.take-back', { markId: mark.markId })}
          />
        ))}
      </ol>
      <FaultLine fault={fault} onDismiss={dismiss} />
      {noteAtUs === null ? (
        <>
          <div className={styles['templates']}>
            {markTemplates(hearing.card.proceedings).map((template) => (
              <button key={template} type="button" disabled={!maySet} onClick={() => setMark(template)}>
                {tt(`marks.${template}`)}
              </button>
            ))}
          </div>
          <div className={styles['own']}>
            <button type="button" disabled={!maySet} aria-keyshortcuts="F2" onClick={() => setMark(plainMark)}>
              {t('marks.plain')} <kbd>F2</kbd>
            </button>
            <button type="button" disabled={!maySet} onClick={() => setNoteAtUs(readNowUs())}>
              {t('hearing.addNote')}
            </button>
          </div>
        </>
      ) : (
        <NoteField
          atUs={noteAtUs}
          onCancel={() => setNoteAtUs(null)}
          onSave={(text) => void saveNote(text, noteAtUs)}
        />
      )}
    </aside>
  );
}
