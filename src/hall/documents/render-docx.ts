import {
  AlignmentType,
  Bookmark,
  BorderStyle,
  Document,
  LineRuleType,
  Packer,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  UnderlineType,
  VerticalAlignTable,
  WidthType,
  type IRunOptions,
  type ParagraphChild,
} from 'docx';
import {
  titleOf,
  type Blank,
  type Block,
  type Paper,
  type SignaturePlace,
  type Span,
} from '#domain/documents/paper.ts';

/* Lengths of WordprocessingML: twips (1/20 pt) for places, half-points for letters. */
const twips = (millimetres: number): number => Math.round((millimetres * 1440) / 25.4);
const page = { width: twips(210), height: twips(297) } as const;
const margin = { top: twips(18), right: twips(15), bottom: twips(18), left: twips(25) } as const;
const textWidth = page.width - margin.left - margin.right;
const addresseeIndent = twips(80);
const referenceIndent = twips(85);
const letters = { body: 25, reference: 20, caption: 17, grid: 18 } as const;
const lineHeight = { line: 300, lineRule: LineRuleType.AUTO } as const;
const tightHeight = { line: 250, lineRule: LineRuleType.AUTO } as const;

const underline = { type: UnderlineType.SINGLE } as const;
const noBorder = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const ruled = { style: BorderStyle.SINGLE, size: 6, color: '000000' } as const;
const bare = { top: noBorder, bottom: noBorder, left: noBorder, right: noBorder } as const;
const heavy = (text: string): IRunOptions => ({ text, bold: true });
/** An empty blank is at least this long; non-breaking, so that it goes to the next line whole. */
const emptyRule = '\u00a0'.repeat(22);

/** The bookmark carries the blank's name, so that a reader finds a field without knowing the words around it. */
function blankRuns({ name, value }: Blank, isUnderlined: boolean): ParagraphChild[] {
  const style = isUnderlined ? { underline } : {};
  const filled = new Bookmark({ id: name, children: [new TextRun({ text: value, ...style })] });
  return value === '' && isUnderlined ? [filled, new TextRun({ text: emptyRule, underline })] : [filled];
}

function spanRuns(spans: readonly Span[]): ParagraphChild[] {
  const runs = spans.flatMap((span) =>
    span.kind === 'words' ? [new TextRun({ text: span.text })] : blankRuns(span, true),
  );
  // The last blank is ruled to the margin: an underlined tab that ends at a tab stop there.
  if (spans.at(-1)?.kind === 'blank') runs.push(new TextRun({ children: [new Tab()], underline }));
  return runs;
}

const toMargin = [{ type: TabStopType.RIGHT, position: textWidth }];

function blockParts(block: Block): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'mark':
      return [
        new Paragraph({
          alignment: AlignmentType.CENTER,
          border: { top: ruled, bottom: ruled, left: ruled, right: ruled },
          spacing: { after: twips(5), ...lineHeight },
          children: [new TextRun(heavy(block.text))],
        }),
      ];
    case 'reference':
      return [
        new Paragraph({
          alignment: AlignmentType.RIGHT,
          indent: { left: referenceIndent },
          spacing: { after: twips(5), ...tightHeight },
          children: [new TextRun({ text: block.text, size: letters.reference })],
        }),
      ];
    case 'heading':
      return [
        new Paragraph({
          alignment: AlignmentType.CENTER,
          indent: { left: twips(12), right: twips(12) },
          spacing: { before: twips(7), after: twips(8), ...lineHeight },
          children: [new TextRun(heavy(block.text))],
        }),
      ];
    case 'caption':
      return [captionParagraph(block.text)];
    case 'addressee':
      return [
        new Paragraph({
          indent: { left: addresseeIndent },
          tabStops: toMargin,
          spacing: { after: twips(2.5), ...lineHeight },
          children: spanRuns(block.spans),
        }),
      ];
    case 'line':
    case 'person':
      return [
        new Paragraph({
          tabStops: toMargin,
          spacing: { before: twips(block.kind === 'line' ? 2.5 : 1), ...lineHeight },
          children: spanRuns(block.spans),
        }),
      ];
    case 'table':
      return [gridTable(block.columns, block.rows)];
    case 'signature':
      return [
        new Paragraph({
          keepNext: true,
          spacing: { before: twips(12), after: twips(5) },
          children: [new TextRun({ text: block.office })],
        }),
        signatureTable(block.places),
      ];
  }
}

/** The first column names the thing, the second has most words. */
const gridShares = [0.28, 0.42, 0.3] as const;

function gridTable(columns: readonly string[], rows: readonly (readonly string[])[]): Table {
  const widths = columns.map((_, at) => Math.floor(textWidth * (gridShares[at] ?? 1 / columns.length)));
  const row = (cells: readonly string[], isHead: boolean): TableRow =>
    new TableRow({
      cantSplit: true,
      tableHeader: isHead,
      children: cells.map(
        (text, at) =>
          new TableCell({
            width: { size: widths[at] ?? 0, type: WidthType.DXA },
            margins: { left: twips(1.5), right: twips(1.5) },
            children: [
              new Paragraph({ children: [new TextRun({ ...(isHead ? heavy(text) : { text }), size: letters.grid })] }),
            ],
          }),
      ),
    });
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    rows: [row(columns, true), ...rows.map((cells) => row(cells, false))],
  });
}

function captionParagraph(text: string): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: tightHeight,
    children: [new TextRun({ text, size: letters.caption })],
  });
}

function signatureTable(places: readonly SignaturePlace[]): Table {
  const gap = twips(4);
  const width = Math.floor((textWidth - gap * (places.length - 1)) / places.length);
  const widths = places.flatMap((_, index) => (index === 0 ? [width] : [gap, width]));
  const cell = (paragraph: Paragraph, isRuled: boolean): TableCell =>
    new TableCell({
      children: [paragraph],
      verticalAlign: isRuled ? VerticalAlignTable.BOTTOM : VerticalAlignTable.TOP,
      borders: isRuled ? { ...bare, bottom: ruled } : bare,
    });
  const between = (cells: readonly TableCell[]): TableCell[] =>
    cells.flatMap((each, index) => (index === 0 ? [each] : [cell(new Paragraph({}), false), each]));
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: { ...bare, insideHorizontal: noBorder, insideVertical: noBorder },
    rows: [
      new TableRow({
        cantSplit: true,
        children: between(
          places.map(({ blank }) =>
            cell(
              new Paragraph({
                keepNext: true,
                alignment: AlignmentType.CENTER,
                children: blank === null ? [] : blankRuns(blank, false),
              }),
              true,
            ),
          ),
        ),
      }),
      new TableRow({
        cantSplit: true,
        children: between(places.map(({ caption }) => cell(captionParagraph(caption), false))),
      }),
    ],
  });
}

/** A paper as the bytes of a DOCX, to be edited and signed in the court's own systems. */
export async function renderDocx(paper: Paper): Promise<Uint8Array> {
  const language = { value: paper.language === 'ru' ? 'ru-RU' : 'kk-KZ' };
  const document = new Document({
    creator: 'Tarazy',
    title: titleOf(paper),
    styles: { default: { document: { run: { font: 'Times New Roman', size: letters.body, language } } } },
    sections: [{ properties: { page: { size: page, margin } }, children: paper.blocks.flatMap(blockParts) }],
  });
  return Packer.toBuffer(document);
}
