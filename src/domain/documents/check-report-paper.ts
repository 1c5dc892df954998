import { isNote, type CheckItem } from '../check/check-item.ts';
import { calledIn, countVerdicts, findingArgs, type CheckReport } from '../check/check-report.ts';
import { writtenMoment } from './written-moment.ts';
import type { Block, Paper, PaperLanguage } from './paper.ts';

/** A report of a check and what its paper says beyond it. */
export type ReportPaperAsk = Readonly<{
  report: CheckReport;
  /** The short form of its signature. */
  signature: string;
  since: readonly Readonly<{ kind: string; subject: string; finding: string; sinceMs: number }>[];
  /** The sample of the hall; null where none was accepted. */
  accepted: Readonly<{ name: string; atMs: number }> | null;
}>;

/** The sentence of a locale's key with its places filled. */
type Say = (key: string, args?: Readonly<Record<string, string | number>>) => string;

/** Figures that a reader of the paper is helped by, in their order; all others are in the report itself. */
export const paperFigures: readonly string[] = [
  ...['speechDbfs', 'floorDbfs', 'overPauseDb', 'fps', 'meanLuma', 'sharpness'],
  ...['heardBy', 'bestIndex', 'offsetMs', 'hoursLeft', 'medianSyncMs', 'behindMs', 'roundTripMs', 'lossShare'],
];
const mostFigures = 3;
/** More rows than these do not fit on one page; those in order then share one. */
const mostRows = 22;

function nameOf({ kind, subject }: CheckItem, { names }: CheckReport, say: Say): string {
  const kindName = say(`check.kinds.${kind}`);
  if (subject === '') return kindName;
  if (kind === 'monitor') return `${kindName}: ${say(`monitors.names.${subject}`)}`;
  return `${kindName}: ${calledIn(names, subject, say)}`;
}

function figuresOf({ figures }: CheckItem, say: Say): string {
  return paperFigures
    .filter((name) => name in figures)
    .slice(0, mostFigures)
    .map((name) => `${say(`reports.figures.${name}`)} ${String(Number((figures[name] ?? 0).toFixed(1)))}`)
    .join('; ');
}

function verdictOf(item: CheckItem, { report: { names }, since }: ReportPaperAsk, say: Say): string {
  const { kind, verdict, findings, subject } = item;
  const family = kind === 'microphone' || kind === 'camera' ? kind : 'other';
  const told = findings.map((finding) => {
    const from = since.find((one) => one.kind === kind && one.subject === subject && one.finding === finding);
    const words = say(
      `check.findings.${finding}`,
      findingArgs(item, (id) => calledIn(names, id, say)),
    );
    return from === undefined ? words : `${words} (${say('reports.paper.since', { at: writtenMoment(from.sinceMs) })})`;
  });
  return (isNote(item) ? told : [say(`check.verdict.${family}.${verdict}`), ...told]).join('; ');
}

/** Each thing has a row; what is in order and has no figures shares one, and where the page is full all that is in order. */
function rowsOf(ask: ReportPaperAsk, say: Say): readonly (readonly string[])[] {
  const { report } = ask;
  const isFull = report.items.length > mostRows;
  const isShared = (item: CheckItem): boolean =>
    item.verdict === 'good' && !isNote(item) && (isFull || figuresOf(item, say) === '');
  const rows = report.items
    .filter((item) => !isShared(item))
    .map((item) => [nameOf(item, report, say), verdictOf(item, ask, say), figuresOf(item, say)]);
  const names = report.items.filter(isShared).map((item) => nameOf(item, report, say));
  return names.length === 0 ? rows : [...rows, [[...new Set(names)].join(', '), say('check.verdict.other.good'), '']];
}

/** P16, P22: what a check of the hall found, on one page: figures, verdict, who, when, and by what it can be compared with the signed file. */
export function checkReportPaper(ask: ReportPaperAsk, language: PaperLanguage, say: Say): Paper {
  const { report, signature, accepted } = ask;
  const { look, bad } = countVerdicts(report.items);
  const line = (text: string): Block => ({ kind: 'line', spans: [{ kind: 'words', text }] });
  const by = [
    report.by.role === 'system' ? say('reports.paper.system') : say(`duties.${report.by.role}`),
    report.by.name,
  ];
  const verdict = !report.passed ? 'failed' : look > 0 ? 'passedLook' : 'passed';
  const blocks: readonly Block[] = [
    ...(report.training ? [{ kind: 'mark', text: say('reports.paper.training') } as const] : []),
    { kind: 'reference', text: say('reports.paper.reference') },
    { kind: 'heading', text: say('reports.paper.heading') },
    line(say('reports.paper.place', { court: report.court, hall: report.hall })),
    line(
      say('reports.paper.made', {
        at: writtenMoment(report.startedAtMs),
        reason: say(`reports.reason.${report.reason}`),
        seconds: Math.round(report.durationMs / 1000),
      }),
    ),
    ...(report.hearing === null ? [] : [line(say('reports.paper.case', { number: report.hearing.caseNumber }))]),
    line(say('reports.paper.by', { by: by.filter((part) => part !== '').join(', ') })),
    line(say(`reports.paper.${verdict}`, { look, bad })),
    {
      kind: 'table',
      columns: ['what', 'verdict', 'figures'].map((column) => say(`reports.paper.column.${column}`)),
      rows: rowsOf(ask, say),
    },
    line(
      accepted === null
        ? say('reports.paper.notAccepted')
        : say('reports.paper.accepted', { at: writtenMoment(accepted.atMs), name: accepted.name }),
    ),
    line(say('reports.paper.signed', { signature, id: report.reportId })),
    {
      kind: 'signature',
      office: say('reports.paper.office'),
      places: [
        { blank: null, caption: say('reports.paper.hand') },
        { blank: null, caption: say('reports.paper.name') },
      ],
    },
  ];
  return { language, blocks, missing: [] };
}
