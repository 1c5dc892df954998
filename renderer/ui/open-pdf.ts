import { mostExhibitPixels } from '#domain/exhibits/exhibit.ts';
import { getDocument, PDFWorker, type PDFDocumentLoadingTask } from 'pdfjs-dist/legacy/build/pdf.mjs';

let thread: PDFWorker | null = null;

/**
 * Opens a PDF for drawing on a canvas, and for nothing else: no scripts, no forms, no eval, no WebAssembly, and nothing is
 * fetched but our own decoder of JPEG 2000. One thread takes all documents of a window.
 */
export function openPdf(bytes: Uint8Array): PDFDocumentLoadingTask {
  thread ??= new PDFWorker({
    // Its types know no worker of one's own, its documentation does.
    port: new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module', name: 'pdf' }) as unknown as null,
  });
  return getDocument({
    data: bytes,
    worker: thread,
    isEvalSupported: false,
    enableXfa: false,
    useWasm: false,
    wasmUrl: new URL('../pdf/', document.baseURI).href,
    maxImageSize: mostExhibitPixels,
    verbosity: 0,
  });
}
