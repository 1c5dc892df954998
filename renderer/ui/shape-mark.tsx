import type { ReactNode } from 'react';
import styles from './shape-mark.module.css';

export type Shape = 'disc' | 'ring' | 'triangle' | 'unknown' | 'tick' | 'cross' | 'pause' | 'dots';
export type ShapeTone = 'good' | 'look' | 'bad' | 'disc' | 'quiet' | 'inherit';

/** State is told by shape first; colour only agrees with it. Always stands beside a word, so it is hidden from readers. */
export function ShapeMark({ shape, tone = 'inherit' }: { shape: Shape; tone?: ShapeTone }): ReactNode {
  return (
    <svg className={`${styles['mark']} ${styles[tone] ?? ''}`} viewBox="0 0 24 24" aria-hidden>
      {shape === 'disc' && <circle cx="12" cy="12" r="11" fill="currentColor" />}
      {shape === 'ring' && <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" strokeWidth="3.5" />}
      {shape === 'unknown' && (
        <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" strokeWidth="3.5" strokeDasharray="5 4.42" />
      )}
      {shape === 'triangle' && (
        <path d="M12 1.5 23.4 22H.6ZM10.7 8.5v7h2.6v-7Zm0 8.8v2.6h2.6v-2.6Z" fill="currentColor" fillRule="evenodd" />
      )}
      {shape === 'tick' && <path d="m3 12.5 6 6L21 6" fill="none" stroke="currentColor" strokeWidth="4" />}
      {shape === 'cross' && <path d="M4.5 4.5l15 15m0-15-15 15" fill="none" stroke="currentColor" strokeWidth="4" />}
      {shape === 'pause' && <path d="M4 3h6v18H4Zm10 0h6v18h-6Z" fill="currentColor" />}
      {shape === 'dots' && (
        <path d="M2 12h.01M12 12h.01M22 12h.01" stroke="currentColor" strokeWidth="5" strokeLinecap="round" />
      )}
    </svg>
  );
}
