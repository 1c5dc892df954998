import { useEffect, useRef, type ReactNode } from 'react';
import type { CheckProgress } from '#contract/check-papers.ts';
import styles from './flash-light.module.css';
import { useWords } from './words.tsx';

/**
 * Makes this monitor dark and has it flash when the check says so, below the strip: whether sound and picture belong together is told by
 * cameras that see it. Never faster than once a second (WCAG 2.3.1).
 */
export function FlashLight({ check }: { check: CheckProgress | null }): ReactNode {
  const { t } = useWords();
  const light = useRef<HTMLDivElement>(null);
  const flashes = check?.state === 'running' ? check.flashes : null;
  useEffect(() => {
    if (flashes === null) return undefined;
    let next = 0;
    const paint = (): void => {
      const nowMs = performance.timeOrigin + performance.now();
      const isLit = flashes.atMs.some((fromMs) => nowMs >= fromMs && nowMs < fromMs + flashes.shinesMs);
      if (light.current !== null) light.current.dataset['lit'] = String(isLit);
      next = requestAnimationFrame(paint);
    };
    paint();
    return () => cancelAnimationFrame(next);
  }, [flashes]);
  return flashes === null ? null : (
    <div ref={light} className={styles['light']} data-lit="false">
      {t('check.flashNote')}
    </div>
  );
}
