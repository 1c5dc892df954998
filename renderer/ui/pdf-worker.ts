/** Where documents from outside are taken apart: a thread of this page's own origin, under the same policy. */
import 'pdfjs-dist/legacy/build/pdf.worker.min.mjs';
