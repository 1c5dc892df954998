/**
 * Who may import whom, and who owns which tool. One rule, one sentence that says what to do instead.
 * A new folder is first named here; `tests/house/folders.test.ts` compares this list with the disk.
 */
export const house = {
  /** Layers and rooms, by the folder that is their front. */
  layers: ['src/domain', 'src/contract', 'src/measure', 'src/line', 'src/sound-path', 'src/shell'],
  domainFolders: [
    ...['calendar', 'check', 'directory', 'documents', 'exhibits', 'hearing', 'incidents', 'journal'],
    ...['monitors', 'panels', 'participants', 'peers', 'record'],
  ],
  rooms: [
    ...['cameras', 'security', 'people', 'journal', 'archive', 'recorder'],
    ...['playback', 'selftest', 'check-reports', 'signal', 'setup'],
    ...['peers', 'participants', 'diagnostics', 'directory', 'monitors'],
    ...['panels', 'shell-keeper', 'documents', 'exhibits', 'incidents'],
    ...['second-copy', 'machine', 'live-pictures'],
  ],
  hallFolders: ['plumbing', 'api', 'actions', 'cli'],
  windows: ['recorder', 'call', 'console', 'bench', 'screen', 'join'],
  rendererFolders: ['ui', 'capture', 'link'],
  native: ['camera-control', 'ffmpeg', 'hid', 'network-clock', 'processor-load', 'sound-server', 'process-state'],
  tests: [
    ...['unit', 'flow', 'windows', 'chaos', 'closed'],
    ...['deliberation', 'documents', 'jank', 'faults', 'measure'],
    ...['network', 'unplug', 'starts', 'hid', 'hostile'],
    ...['house', 'demo', 'lab', 'lamp', 'stage'],
    ...['fixtures'],
  ],
};

const anyOf = (names) => `(${names.join('|')})`;
const rooms = anyOf(house.rooms);
const windows = anyOf(house.windows);
const npm = (...names) => `(^|node_modules/)${anyOf(names)}(/|$)`;
const core = (...names) => `^(node:)?${anyOf(names)}(/|$)`;

/** Every module must lie in one of these; anything else is a folder without rules. */
const listed = [
  `^src/domain/(${anyOf(house.domainFolders)}/)?[^/]+$`,
  '^src/(contract|measure|line|sound-path|shell)/',
  '^src/hall/main[.]ts$',
  `^src/hall/${anyOf([...house.rooms, ...house.hallFolders])}/`,
  `^renderer/${anyOf([...house.windows, ...house.rendererFolders])}/`,
  `^native/${anyOf(house.native)}/`,
  `^tests/${anyOf(house.tests)}/`,
];
const unlisted = { path: '^(src|renderer|native|tests)/', pathNot: listed };

const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    // Folders
    rule('unlisted-folder', 'This folder has no rules yet: name it at the top of this file.', unlisted, {}),
    rule('unlisted-folder-reached', 'This folder has no rules yet: name it at the top of this file.', {}, unlisted),
    rule(
      'unlisted-folder-alone',
      'This folder has no rules yet: name it at the top of this file.',
      { ...unlisted, orphan: true },
      {},
    ),
    rule(
      'every-import-resolves',
      'An import that leads nowhere hides from every other rule.',
      {},
      { couldNotResolve: true },
    ),
    rule('no-circle', 'Two modules that need each other are one module, or lack a third.', {}, { circular: true }),

    // Layers
    rule(
      'domain-stands-alone',
      'The rules of the court need no machine: no Node, no npm, no other layer.',
      { path: '^src/domain/' },
      { pathNot: '^src/domain/' },
    ),
    rule(
      'contract-knows-domain-only',
      'A contract that imports a side takes that side.',
      { path: '^src/contract/' },
      { pathNot: ['^src/(contract|domain)/', npm('zod')] },
    ),
    rule(
      'measure-stands-alone',
      'Measuring is arithmetic: hand it samples, take figures.',
      { path: '^src/measure/' },
      { pathNot: '^src/measure/' },
    ),
    rule(
      'line-knows-contract-only',
      'The line to the hall is the same for every process: no Node, no npm, no side.',
      { path: '^src/line/' },
      { pathNot: '^src/(line|contract|domain)/' },
    ),
    rule(
      'sound-path-stands-beside-the-hall',
      'The second way to the sound shares the line and the plumbing with others, and no room: it must live when the hall does not.',
      { path: '^src/sound-path/' },
      {
        path: '^(src|renderer|native)/',
        pathNot: [
          '^src/(sound-path|line|contract|domain)/',
          '^src/hall/plumbing/index[.]ts$',
          '^native/sound-server/index[.]ts$',
        ],
      },
    ),
    rule(
      'shell-stays-thin',
      'The shell opens windows, knows the contract and judges processes; court logic belongs to the hall.',
      { path: '^src/shell/' },
      { path: '^(src|renderer|native)/', pathNot: ['^src/(shell|contract)/', '^native/process-state/index[.]ts$'] },
    ),
    rule(
      'hall-is-headless',
      'The hall never knows which windows exist.',
      { path: '^(src/hall|native)/' },
      { path: '^(src/shell|renderer)/' },
    ),
    rule(
      'nobody-leans-on-tests',
      'What a test needs from the product is exported by the product, never the other way round.',
      { path: '^(src|renderer|native)/' },
      { path: '^(tests|tools)/' },
    ),
    rule(
      'nobody-imports-main',
      'Only a process starts a process.',
      { pathNot: '^tests/' },
      { path: '^src/(hall|shell|sound-path)/main[.]ts$' },
    ),

    // The hall
    rule(
      'plumbing-knows-no-court',
      'Plumbing is what any service would need; it may only speak in outcomes and faults.',
      { path: '^src/hall/plumbing/' },
      { path: '^(src|native|renderer)/', pathNot: ['^src/hall/plumbing/', '^src/domain/(outcome|faults)[.]ts$'] },
    ),
    rule(
      'rooms-do-not-visit',
      'Rooms are joined in main.ts by callbacks, never sideways.',
      { path: `^src/hall/${rooms}/` },
      { path: '^src/hall/', pathNot: ['^src/hall/$1/', '^src/hall/plumbing/'] },
    ),
    rule(
      'actions-are-handed-their-rooms',
      'Actions take rooms and foreign things as arguments and import only their types.',
      { path: '^src/hall/actions/' },
      { path: [`^src/hall/${rooms}/`, '^src/hall/plumbing/', '^native/'], dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'actions-know-rooms-only',
      'Actions do not know the door, the command line, foreign tools or files.',
      { path: '^src/hall/actions/' },
      { path: ['^src/hall/(api|cli)/', '^node_modules/', core('fs', 'os', 'path', 'child_process')] },
    ),
    rule(
      'api-knows-contract-only',
      'The door checks papers; main.ts hands it what is behind.',
      { path: '^src/hall/api/' },
      { path: '^(src|native)/', pathNot: '^src/(hall/(api|plumbing)|contract|domain)/' },
    ),
    rule(
      'cli-is-a-root',
      "The technician's command line builds rooms as main.ts does; only main.ts may call it.",
      { pathNot: ['^tests/', '^src/hall/main[.]ts$', '^src/hall/cli/'] },
      { path: '^src/hall/cli/' },
    ),
    rule(
      'front-door-only',
      'A room is entered by its index.ts.',
      { path: '^src/hall/([^/]+)' },
      { path: '^src/hall/[^/]+/.+', pathNot: ['^src/hall/$1/', '^src/hall/[^/]+/index[.]ts$'] },
    ),
    rule(
      'front-door-of-native',
      'Hardware is entered by its index.ts, by rooms and composition roots only.',
      { path: '^(src|renderer|native)/', pathNot: '^native/([^/]+)/' },
      { path: '^native/[^/]+/', pathNot: '^native/[^/]+/index[.]ts$' },
    ),
    rule(
      'native-does-not-visit',
      'Each foreign thing stands alone behind its own interface.',
      { path: '^native/([^/]+)/' },
      { path: '^native/', pathNot: '^native/$1/' },
    ),
    rule(
      'native-knows-plumbing-only',
      'A foreign thing is reached through a supervised child; it knows no room and no court.',
      { path: '^native/' },
      { path: '^src/', pathNot: ['^src/hall/plumbing/index[.]ts$', '^src/domain/(outcome|faults)[.]ts$'] },
    ),

    // Windows
    rule(
      'renderer-asks-only',
      'A window reaches the hall through src/line and the contract, never by import.',
      { path: '^renderer/' },
      { path: '^(src|native)/', pathNot: '^src/(contract|domain|measure|line)/' },
    ),
    rule('renderer-has-no-node', 'Windows are sandboxed.', { path: '^renderer/' }, { dependencyTypes: ['core'] }),
    rule(
      'windows-do-not-visit',
      'Shared looks go to renderer/ui, shared talk to src/line, what writes tracks to renderer/capture, one connection of WebRTC to renderer/link.',
      { path: `^renderer/${windows}/` },
      { path: `^renderer/${windows}/`, pathNot: '^renderer/$1/' },
    ),
    rule(
      'looks-and-talk-serve-windows',
      'ui, capture and link are used by windows; they know neither a window nor one another.',
      { path: `^renderer/${anyOf(house.rendererFolders)}/` },
      { path: '^renderer/', pathNot: '^renderer/$1/' },
    ),

    // One owner per tool
    rule(
      'one-owner-electron',
      'Everything but the shell must run under plain Node or a plain browser.',
      { path: '^(src|renderer|native)/', pathNot: '^src/shell/' },
      { path: npm('electron') },
    ),
    rule(
      'one-owner-sqlite',
      'Only the archive speaks SQL.',
      { path: '^(src|renderer|native)/', pathNot: '^src/hall/archive/' },
      { path: [npm('better-sqlite3'), core('sqlite')] },
    ),
    rule(
      'one-owner-sockets',
      'Only the door listens to windows, only `peers` to other halls and only `participants` to pages of participants; the shell may dial the door, and cameras, the sound server and a clock are asked over their own sockets. Windows use the browser.',
      {
        path: '^(src|renderer|native)/',
        pathNot: '^(src/(hall/(api|peers|participants)|shell)|native/(camera-control|network-clock|sound-server))/',
      },
      { path: [npm('ws'), core('net', 'http', 'https', 'http2', 'tls', 'dgram')] },
    ),
    rule(
      'one-owner-certificates',
      "Only `peers` makes a certificate of the hall's own, and `participants` one that browsers take.",
      { path: '^(src|renderer|native)/', pathNot: '^src/hall/(peers|participants)/' },
      { path: npm('@peculiar') },
    ),
    rule(
      'one-owner-children',
      'Children are started by one file on each side, so that all of them are reaped.',
      { path: '^(src|renderer|native)/', pathNot: ['^src/hall/plumbing/child[.]ts$', '^src/shell/start-hall[.]ts$'] },
      { path: core('child_process', 'cluster') },
    ),
    rule(
      'one-owner-log',
      'Rooms are handed a Log; which library writes it is known to plumbing alone.',
      { path: '^(src|renderer|native)/', pathNot: '^src/hall/plumbing/' },
      { path: npm('pino', 'pino-roll') },
    ),
    rule(
      'one-owner-docx',
      'Papers are values of the domain; only the documents room draws them as DOCX.',
      { path: '^(src|renderer|native)/', pathNot: '^src/hall/documents/' },
      { path: npm('docx') },
    ),
    rule(
      'one-owner-pdf',
      'Only the looks draw a PDF, in a worker of the window; the service never opens a document from outside.',
      { path: '^(src|renderer|native)/', pathNot: '^renderer/ui/' },
      { path: npm('pdfjs-dist') },
    ),
    rule(
      'one-owner-hid',
      'Only native/hid knows the library that speaks to HID devices.',
      { path: '^(src|renderer|native)/', pathNot: '^native/hid/' },
      { path: npm('node-hid') },
    ),
    rule(
      'one-owner-looks',
      'React and Mantine draw windows and nothing else.',
      { path: '^(src|native)/' },
      { path: npm('react', 'react-dom', '@mantine', '@fontsource') },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    // Vite's own suffix for the address of a built worker or an asset.
    exclude: { path: '[?](worker|url|raw|inline)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
    reporterOptions: { mermaid: { minify: false } },
  },
};
