import { parseArgs } from 'node:util';
import { fault, faultCatalogue, faultCode, type Fault } from '#domain/faults.ts';
import { dataFolders, faultSentence, languageFrom, words, type Language, type Words } from '../plumbing/index.ts';
import { exitCodes, type Command } from './command.ts';

type Streams = Readonly<{ out(text: string): void; err(text: string): void; progress(text: string): void }>;

const common = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  lang: { type: 'string' },
  home: { type: 'string' },
} as const;
const range = {
  from: { type: 'string' },
  to: { type: 'string' },
  out: { type: 'string' },
  tracks: { type: 'string' },
  party: { type: 'boolean' },
} as const;

type Known = Readonly<{
  words: string;
  /** Each command is loaded alone: reading all of them took longer than many a command. */
  load(): Promise<Command>;
  options: Readonly<Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>>;
  operands: number;
}>;
const commands: readonly Known[] = [
  { words: 'doctor', load: async () => (await import('./doctor.ts')).doctorCommand, options: {}, operands: 0 },
  { words: 'devices', load: async () => (await import('./devices.ts')).devicesCommand, options: {}, operands: 0 },
  {
    words: 'log-bundle',
    load: async () => (await import('./log-bundle.ts')).bundleCommand,
    options: { progress: { type: 'boolean' } },
    operands: 1,
  },
  {
    words: 'selftest',
    load: async () => (await import('./selftest.ts')).selftestCommand,
    options: {
      ...{ quick: { type: 'boolean' }, full: { type: 'boolean' }, passive: { type: 'boolean' } },
      ...{ item: { type: 'string', multiple: true }, person: { type: 'string' } },
    },
    operands: 0,
  },
  {
    words: 'archive list',
    load: async () => (await import('./archive-list.ts')).listCommand,
    options: {},
    operands: 1,
  },
  {
    words: 'archive verify',
    load: async () => (await import('./archive-verify.ts')).verifyCommand,
    options: {},
    operands: 1,
  },
  {
    words: 'archive export',
    load: async () => (await import('./archive-export.ts')).exportCommand,
    options: range,
    operands: 1,
  },
  {
    words: 'archive rebuild',
    load: async () => (await import('./archive-rebuild.ts')).rebuildCommand,
    options: {},
    operands: 0,
  },
  {
    words: 'archive restore',
    load: async () => (await import('./archive-restore.ts')).restoreCommand,
    options: { from: { type: 'string' } },
    operands: 0,
  },
];

/** Runs one command and gives the exit code; see `exitCodes`. */
export async function runCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  streams: Streams,
): Promise<number> {
  const isJson = args.includes('--json');
  const language = languageFrom(askedLanguage(args), env);
  const say = words(language);
  const refuse = (told: Fault): number => {
    tellFault(told, say, isJson, streams);
    return faultCatalogue[told.key].level === 'refusal' ? exitCodes.refused : exitCodes.failed;
  };

  // The first look is lenient: which options there are is known once the command is.
  const { positionals: wanted } = parseArgs({
    args: [...args],
    options: { ...common, ...range },
    allowPositionals: true,
    strict: false,
  });
  const known = commands.find(
    (command) => command.words === wanted.slice(0, command.words.split(' ').length).join(' '),
  );
  if (known === undefined) {
    const isAsking = wanted.length === 0 || args.includes('--help') || args.includes('-h');
    if (!isAsking) return refuse(fault('system.bad-arguments', { argument: wanted.join(' ') }));
    streams.out(overview(say));
    return exitCodes.done;
  }

  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args, known);
  } catch (error) {
    return refuse(fault('system.bad-arguments', { argument: badArgument(error) }));
  }
  if (parsed.values['help'] === true) {
    streams.out(`${say(`cli.help.${known.words.replace(' ', '-')}`)}\n\n${say('cli.help.common')}\n`);
    return exitCodes.done;
  }
  const operands = parsed.positionals.slice(known.words.split(' ').length);
  const surplus = operands[known.operands];
  if (surplus !== undefined) return refuse(fault('system.bad-arguments', { argument: surplus }));

  const home = parsed.values['home'];
  const run = await known.load();
  const ended = await run({
    folders: dataFolders(typeof home === 'string' ? { ...env, TARAZY_HOME: home } : env),
    env,
    say,
    language,
    operands,
    options: parsed.values,
    progress: (text) => {
      if (!isJson) streams.progress(`\r${text.padEnd(60)}`);
    },
  });
  if (!isJson) streams.progress(`\r${' '.repeat(60)}\r`);
  if (!ended.ok) return refuse(ended.fault);
  const { exit, json, lines } = ended.value;
  streams.out(
    isJson
      ? `${JSON.stringify({ ok: exit === exitCodes.done, ...json })}\n`
      : lines.map((line) => `${line}\n`).join(''),
  );
  return exit;
}

function parse(
  args: readonly string[],
  known: Known,
): { values: Record<string, string | boolean | string[] | undefined>; positionals: string[] } {
  const read = parseArgs({ args: [...args], options: { ...common, ...known.options }, allowPositionals: true });
  return {
    values: read.values,
    positionals: read.positionals,
  };
}

/** Node's message names the option between quotes. */
function badArgument(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /'([^']+)'/.exec(text)?.[1] ?? text;
}

function askedLanguage(args: readonly string[]): Language | undefined {
  const at = args.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const word = args[at]?.includes('=') === true ? args[at].split('=')[1] : args[at + 1];
  return at < 0 ? undefined : (word as Language | undefined);
}

function overview(say: Words): string {
  return [
    say('cli.help'),
    '',
    ...commands.map(({ words: name }) => say(`cli.help.${name.replace(' ', '-')}`).split('\n')[0]),
    '',
    say('cli.help.common'),
    '',
  ].join('\n');
}

function tellFault(told: Fault, say: Words, isJson: boolean, streams: Streams): void {
  if (!isJson) {
    streams.err(`${faultSentence(told, say)}\n`);
    return;
  }
  const happened = say(`faults.${told.key}.happened`, told.args);
  const todo = say(`faults.${told.key}.todo`, told.args);
  streams.out(`${JSON.stringify({ ok: false, fault: { ...told, code: faultCode(told.key), happened, todo } })}\n`);
}
