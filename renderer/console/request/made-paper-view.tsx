import type { ReactNode } from 'react';
import type { Answer } from '#contract/hall.ts';
import { FaultLine } from '../../ui/fault-line.tsx';
import { ShapeMark } from '../../ui/shape-mark.tsx';
import styles from './request.module.css';

/** The files that were made of a paper, with the hashes by which they are known again. */
export function MadePaperView({
  title,
  made: { docx, pdf, hindrance },
}: {
  title: string;
  made: Answer<'request.make'>;
}): ReactNode {
  return (
    <div role="status">
      <p className={styles['good']}>
        <ShapeMark shape="tick" tone="good" />
        {title}
      </p>
      {[docx, ...(pdf === null ? [] : [pdf])].map(({ path, sha256 }) => (
        <p key={path} className={styles['path']}>
          {path}
          <br />
          SHA-256: {sha256}
        </p>
      ))}
      <FaultLine fault={hindrance} />
    </div>
  );
}
