import { titleOf, type Blank, type Block, type Paper, type Span } from '#domain/documents/paper.ts';

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => marks[mark] ?? '');

/**
 * A4 with the margins of court papers. Noto Serif comes first, because on Linux Times New Roman stands for a face that
 * lacks Kazakh letters; Windows has its own. Either is drawn with small letters as high as those of Times.
 * The empty box behind the last blank rules its line to the margin and is cut off there.
 */
const css = `
@page { size: A4; margin: 18mm 15mm 18mm 25mm; }
html { font: 12.5pt/1.35 'Noto Serif', 'Times New Roman', 'DejaVu Serif', serif; font-size-adjust: 0.448; color: #000; }
body { margin: 0; }
p { margin: 0; }
.mark { margin-bottom: 5mm; padding: 2mm 4mm; border: 1.5pt solid #000; font-weight: bold; text-align: center; }
.reference { margin: 0 0 5mm 85mm; font-size: 10pt; line-height: 1.2; text-align: right; }
.addressee { margin: 0 0 2.5mm 80mm; }
.heading { margin: 7mm 12mm 8mm; font-weight: bold; text-align: center; }
.line, .person, .addressee { overflow: hidden; padding-bottom: 1mm; }
.line { margin-top: 2.5mm; }
.person { margin-top: 1mm; }
.caption { font-size: 8.5pt; line-height: 1.15; text-align: center; }
.blank { text-decoration: underline; text-decoration-thickness: 0.75pt; text-underline-offset: 2.5pt; }
.blank:empty, .rule { display: inline-block; border-bottom: 0.75pt solid #000; vertical-align: -3pt; }
.blank:empty { width: 42mm; }
.rule { width: 100%; margin-right: -100%; }
table { width: 100%; margin-top: 12mm; border-collapse: collapse; table-layout: fixed; break-inside: avoid; }
td { padding: 0 2mm; text-align: center; vertical-align: bottom; }
td.place { border-bottom: 0.75pt solid #000; }
td.place .blank { text-decoration: none; border: none; }
td.gap { width: 4mm; padding: 0; }
.captions td { font-size: 8.5pt; line-height: 1.15; vertical-align: top; }
.office { margin-top: 12mm; break-after: avoid; }
table.grid { margin-top: 4mm; table-layout: auto; }
.grid td, .grid th { padding: 0.7mm 1.5mm; border: 0.5pt solid #000; font-size: 9pt; line-height: 1.2; text-align: left; vertical-align: top; }
.office + table { margin-top: 5mm; }
`;

const blankHtml = ({ name, value }: Blank): string =>
  `<span class="blank" data-blank="${escaped(name)}">${escaped(value)}</span>`;

function spansHtml(spans: readonly Span[]): string {
  const text = spans.map((span) => (span.kind === 'words' ? escaped(span.text) : blankHtml(span))).join('');
  return spans.at(-1)?.kind === 'blank' ? `${text}<span class="rule"></span>` : text;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h1 class="heading" style="font-size:inherit">${escaped(block.text)}</h1>`;
    case 'mark':
    case 'reference':
    case 'caption':
      return `<p class="${block.kind}">${escaped(block.text)}</p>`;
    case 'addressee':
    case 'line':
    case 'person':
      return `<p class="${block.kind}">${spansHtml(block.spans)}</p>`;
    case 'table': {
      const row = (tag: 'td' | 'th', cells: readonly string[]): string =>
        `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
      return `<table class="grid">${row('th', block.columns)}${block.rows.map((cells) => row('td', cells)).join('')}</table>`;
    }
    case 'signature': {
      const row = (cells: readonly string[]): string => cells.join('<td class="gap"></td>');
      const filled = block.places.map(
        ({ blank }) => `<td class="place">${blank === null ? '' : blankHtml(blank)}</td>`,
      );
      const captions = block.places.map(({ caption }) => `<td>${escaped(caption)}</td>`);
      return `<p class="office">${escaped(block.office)}</p><table><tr>${row(filled)}</tr><tr class="captions">${row(captions)}</tr></table>`;
    }
  }
}

/** A paper as a page to be printed: it may load nothing and run nothing, and every text in it is escaped. */
export function renderHtml(paper: Paper): string {
  return [
    `<!doctype html><html lang="${paper.language}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(titleOf(paper))}</title><style>${css}</style></head><body>`,
    ...paper.blocks.map(blockHtml),
    '</body></html>',
  ].join('\n');
}
