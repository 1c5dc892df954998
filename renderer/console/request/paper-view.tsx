import type { ReactNode } from 'react';
import type { Blank, Block, Paper, Span } from '#domain/documents/paper.ts';
import styles from './paper-view.module.css';

function Filled({ blank: { name, value } }: { blank: Blank }): ReactNode {
  return (
    <span className={styles['blank']} data-blank={name} data-empty={value === ''}>
      {value}
    </span>
  );
}

function Spans({ spans }: { spans: readonly Span[] }): ReactNode {
  return (
    <>
      {spans.map((span, index) => (span.kind === 'words' ? span.text : <Filled key={index} blank={span} />))}
      {spans.at(-1)?.kind === 'blank' && <span className={styles['rule']} />}
    </>
  );
}

function Drawn({ block }: { block: Block }): ReactNode {
  switch (block.kind) {
    case 'mark':
    case 'reference':
    case 'caption':
      return <p className={styles[block.kind]}>{block.text}</p>;
    case 'heading':
      return <h3 className={styles['heading']}>{block.text}</h3>;
    case 'addressee':
    case 'line':
    case 'person':
      return (
        <p className={styles[block.kind]}>
          <Spans spans={block.spans} />
        </p>
      );
    case 'table':
      return (
        <table className={styles['grid']}>
          <thead>
            <tr>
              {block.columns.map((column) => (
                <th key={column}>{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((cells, row) => (
              <tr key={row}>
                {cells.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'signature':
      return (
        <>
          <p className={styles['office']}>{block.office}</p>
          <div className={styles['places']}>
            {block.places.map(({ blank, caption }, index) => (
              <div key={index} className={styles['place']}>
                <div className={styles['written']}>{blank !== null && <Filled blank={blank} />}</div>
                <p className={styles['caption']}>{caption}</p>
              </div>
            ))}
          </div>
        </>
      );
  }
}

/** A paper on the screen as it will be printed; blanks that are still empty are tinted. */
export function PaperView({ paper }: { paper: Paper }): ReactNode {
  return (
    <div className={styles['sheet']} lang={paper.language}>
      <article className={styles['page']}>
        {paper.blocks.map((block, index) => (
          <Drawn key={index} block={block} />
        ))}
      </article>
    </div>
  );
}
