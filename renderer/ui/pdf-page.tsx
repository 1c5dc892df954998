import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { PDFDocumentLoadingTask, PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import styles from './exhibit-view.module.css';

/** A page is drawn as sharp as the largest monitor of a hall can show it, and no sharper, whatever size it says it has. */
const mostPixels = 8_300_000;

/** One page as large as its place; the page before stays until the next one is drawn. */
export function PdfPage({
  file,
  page,
  name,
  onPages,
  onUnreadable,
}: {
  file: Blob;
  page: number;
  name: string;
  onPages: (pages: number) => void;
  onUnreadable: () => void;
}): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });

  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      setSize({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const over = new AbortController();
    const isWanted = (): boolean => !over.signal.aborted;
    let task: PDFDocumentLoadingTask | null = null;
    const open = async (): Promise<void> => {
      const { openPdf } = await import('./open-pdf.ts');
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (!isWanted()) return;
      task = openPdf(bytes);
      const opened = await task.promise;
      if (!isWanted()) return;
      setPdf(opened);
      onPages(opened.numPages);
    };
    open().catch(() => {
      if (isWanted()) onUnreadable();
    });
    return () => {
      over.abort();
      setPdf(null);
      void task?.destroy();
    };
  }, [file, onPages, onUnreadable]);

  useEffect(() => {
    if (pdf === null || size.width === 0 || size.height === 0) return;
    const over = new AbortController();
    const isWanted = (): boolean => !over.signal.aborted;
    let stop: () => void = () => {};
    const draw = async (): Promise<void> => {
      const shown = await pdf.getPage(Math.min(page, pdf.numPages));
      if (!isWanted()) return;
      const whole = shown.getViewport({ scale: 1 });
      const fit = Math.min(size.width / whole.width, size.height / whole.height);
      const sharp = fit * globalThis.devicePixelRatio;
      const most = Math.sqrt(mostPixels / (whole.width * whole.height));
      const canvas = document.createElement('canvas');
      const viewport = shown.getViewport({ scale: Math.min(sharp, most) });
      canvas.width = Math.max(1, Math.floor(viewport.width));
      canvas.height = Math.max(1, Math.floor(viewport.height));
      canvas.style.width = `${String(Math.floor(whole.width * fit))}px`;
      const drawing = shown.render({ canvas, viewport });
      stop = () => drawing.cancel();
      await drawing.promise;
      if (isWanted()) place.current?.replaceChildren(canvas);
      shown.cleanup();
    };
    draw().catch(() => {
      if (isWanted()) onUnreadable();
    });
    return () => {
      over.abort();
      stop();
    };
  }, [pdf, page, size, onUnreadable]);

  return <div ref={place} className={styles['page']} role="img" aria-label={name} />;
}
