import { useEffect, useRef, type ReactNode } from 'react';
import styles from './diagnostics.module.css';

/** Colours of the look in force, so that a plot is as readable as the words beside it. */
export type Ink = Readonly<{
  line: string;
  quiet: string;
  ink: string;
  accent: string;
  amber: string;
  red: string;
  green: string;
}>;
export type Paper = Readonly<{ pen: CanvasRenderingContext2D; width: number; height: number; ink: Ink }>;

const names = {
  ...{ line: '--line', quiet: '--ink-quiet', ink: '--ink', accent: '--accent' },
  ...{ amber: '--amber', red: '--red', green: '--green' },
} as const;

function inkOf(element: Element): Ink {
  const look = getComputedStyle(element);
  return Object.fromEntries(
    Object.entries(names).map(([name, token]) => [name, look.getPropertyValue(token).trim()]),
  ) as Ink;
}

/** A drawing with its figures beside it. It is drawn anew whenever its screen is; `label` is what it says to somebody who does not see it. */
export function Plot({
  title,
  label,
  draw,
  children,
}: {
  title: string;
  label: string;
  draw: (paper: Paper) => void;
  /** The figures, as `Figure`s. */
  children?: ReactNode;
}): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext('2d') ?? null;
    if (element === null || pen === null) return;
    const { clientWidth: width, clientHeight: height } = element;
    const [pixelsX, pixelsY] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    if (element.width !== pixelsX || element.height !== pixelsY) {
      element.width = pixelsX;
      element.height = pixelsY;
    }
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.font = `15px ${getComputedStyle(element).fontFamily}`;
    draw({ pen, width, height, ink: inkOf(element) });
  });
  return (
    <section className={styles['plot']}>
      <h2>{title}</h2>
      <canvas ref={canvas} role="img" aria-label={label} />
      {children !== undefined && <dl className={styles['figures']}>{children}</dl>}
    </section>
  );
}

/** A figure beside a plot. */
export function Figure({ name, value, isBad = false }: { name: string; value: string; isBad?: boolean }): ReactNode {
  return (
    <div data-bad={isBad}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
