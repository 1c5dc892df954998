import { useState, type ReactNode } from 'react';
import type { DirectoryChange, ImportShown } from '#contract/directory.ts';
import type { DirectoryEntry } from '#domain/directory/entry.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { TextField } from '../../ui/fields.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import { useWords } from '../../ui/words.tsx';
import { useAsk } from '../hearing/use-ask.ts';
import styles from './directory.module.css';
import { emptyEntry, entryFrom, typedFrom, type TypedEntry } from './entry-draft.ts';
import { EntryForm } from './entry-form.tsx';
import { EntryList } from './entry-list.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { ImportPreview } from './import-preview.tsx';
import { inPieces, readTextFile } from './read-text-file.ts';
import { useDirectory } from './use-directory.ts';

/** The hall takes two million letters; more bytes than they can have are not even read. */
const mostSheetBytes = 6_000_000;

type Work =
  | Readonly<{ kind: 'look' }>
  | Readonly<{ kind: 'told'; words: string; path: string | null }>
  | Readonly<{ kind: 'entry'; known: DirectoryEntry | null; typed: TypedEntry; isTouched: boolean }>
  | Readonly<{ kind: 'import'; plan: ImportShown }>;
const look: Work = { kind: 'look' };
const somethingNew: Work = { kind: 'entry', known: null, typed: emptyEntry, isTouched: false };

/** Courts, halls and institutions: found, entered, exchanged as a sheet, and taken for pairing. */
export function DirectoryPanel({
  hall,
  onPair,
}: {
  hall: HallClient;
  onPair: (host: string, port: number | null) => void;
}): ReactNode {
  const { t, language } = useWords();
  const [text, setText] = useState('');
  const [work, setWork] = useState<Work>(look);
  const { list, fault: listFault, refresh } = useDirectory(hall, text.trim());
  const { ask, isAsking, fault, dismiss } = useAsk(hall);

  const goTo = (next: Work): void => {
    dismiss();
    setWork(next);
  };
  const choose = (entry: DirectoryEntry): void =>
    goTo({ kind: 'entry', known: entry, typed: typedFrom(entry), isTouched: false });
  const change = async (wanted: DirectoryChange): Promise<void> => {
    const outcome = await ask('directory.change', wanted);
    if (outcome.ok) setWork(look);
    refresh();
  };
  const save = async (): Promise<void> => {
    if (work.kind !== 'entry') return;
    const entry = entryFrom(work.typed);
    if (typeof entry === 'string') setWork({ ...work, isTouched: true });
    else if (work.known === null) await change({ change: 'add', entry });
    else await change({ change: 'change', entryId: work.known.entryId, entry });
  };
  const exportSheet = async (): Promise<void> => {
    const outcome = await ask('directory.export', { language });
    if (!outcome.ok) return;
    const { entries, path } = outcome.value;
    setWork({ kind: 'told', words: t('directory.exported', { entries }), path });
  };
  const readSheet = async (file: File): Promise<void> => {
    setWork(look);
    const pieces = inPieces(await readTextFile(file, mostSheetBytes));
    for (const [index, piece] of pieces.entries()) {
      const ends = { isFirst: index === 0, isLast: index === pieces.length - 1 };
      const outcome = await ask('directory.read-import', { piece, ...ends });
      if (!outcome.ok) return;
      if (outcome.value.plan !== null) setWork({ kind: 'import', plan: outcome.value.plan });
    }
  };
  const takeSheet = async (importId: string): Promise<void> => {
    const outcome = await ask('directory.import', { importId });
    if (!outcome.ok) setWork(look);
    else {
      const { new: added, changed } = outcome.value;
      setWork({ kind: 'told', words: t('directory.imported', { added, changed }), path: null });
    }
    refresh();
  };
  return (
    <div className={styles['columns']}>
      <div className={styles['found']}>
        <TextField label={t('directory.search')} type="search" value={text} onChange={setText} />
        <EntryList
          list={list}
          isSearching={text.trim() !== ''}
          chosen={work.kind === 'entry' ? work.known : null}
          onChoose={choose}
        />
      </div>
      <section className={styles['panel']}>
        <FaultLine fault={fault ?? listFault} onDismiss={dismiss} />
        {work.kind === 'told' && (
          <div className={styles['told']} role="status">
            <ShapeMark shape="tick" tone="good" />
            <span>
              {work.words}
              {work.path !== null && <span className={styles['was']}>{work.path}</span>}
            </span>
          </div>
        )}
        {(work.kind === 'look' || work.kind === 'told') && (
          <>
            <p className={styles['quiet']}>{t('directory.choose')}</p>
            <div className={styles['acts']}>
              <BigButton size="large" onPress={() => goTo(somethingNew)}>
                {t('directory.add')}
              </BigButton>
              <FileButton accept=".csv,.txt" isDisabled={isAsking} onChosen={(file) => void readSheet(file)}>
                {t('directory.import')}
              </FileButton>
              <BigButton size="large" isDisabled={isAsking} onPress={() => void exportSheet()}>
                {t('directory.export')}
              </BigButton>
            </div>
          </>
        )}
        {work.kind === 'entry' && (
          <>
            <EntryForm
              typed={work.typed}
              isTouched={work.isTouched}
              onChange={(typed) => setWork({ ...work, typed, isTouched: true })}
            />
            <div className={styles['acts']}>
              <BigButton onPress={() => goTo(look)}>{t('directory.leave')}</BigButton>
              <BigButton
                tone={work.known === null || work.isTouched ? 'next' : 'plain'}
                isDisabled={isAsking}
                onPress={() => void save()}
              >
                {t('directory.save')}
              </BigButton>
              {work.known !== null && (
                <>
                  <BigButton
                    tone={work.isTouched ? 'plain' : 'next'}
                    isDisabled={work.known.host === ''}
                    onPress={() => onPair(work.known?.host ?? '', work.known?.port ?? null)}
                  >
                    {t('directory.pair')}
                  </BigButton>
                  <RemoveEntry known={work.known} isDisabled={isAsking} onChange={(wanted) => void change(wanted)} />
                </>
              )}
            </div>
          </>
        )}
        {work.kind === 'import' && (
          <>
            <ImportPreview plan={work.plan} />
            <div className={styles['acts']}>
              <BigButton size="large" onPress={() => goTo(look)}>
                {t('directory.importLeave')}
              </BigButton>
              <BigButton
                tone="next"
                size="large"
                isDisabled={isAsking || work.plan.counts.new + work.plan.counts.changed === 0}
                onPress={() => void takeSheet(work.plan.importId)}
              >
                {t('directory.importTake')}
              </BigButton>
            </div>
          </>
        )}
      </section>
    </div>
  );
}

function RemoveEntry({
  known,
  isDisabled,
  onChange,
}: {
  known: DirectoryEntry;
  isDisabled: boolean;
  onChange: (wanted: DirectoryChange) => void;
}): ReactNode {
  const { t } = useWords();
  return (
    <HoldButton isDisabled={isDisabled} onHeld={() => onChange({ change: 'remove', entryId: known.entryId })}>
      {t('directory.remove')}
    </HoldButton>
  );
}
