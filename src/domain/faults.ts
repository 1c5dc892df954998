type FaultKind = Readonly<{
  code: `${string}-${number}`;
  level: 'refusal' | 'warning' | 'alarm';
  args: readonly string[];
}>;

/**
 * Everything a person may be told went wrong. A code is read out over the telephone, so it is never
 * reused: 1xx the rules or the person's input refuse, 2xx the world broke, 3xx the record's integrity,
 * 9xx ours. The words are `faults.<key>.happened` and `faults.<key>.todo` in every locale.
 */
export const faultCatalogue = {
  'api.malformed': { code: 'API-101', level: 'refusal', args: ['verb'] },
  'api.not-allowed': { code: 'API-102', level: 'refusal', args: ['verb'] },
  'api.ticket-refused': { code: 'API-103', level: 'refusal', args: [] },
  'api.hall-unreachable': { code: 'API-201', level: 'alarm', args: [] },
  'api.timed-out': { code: 'API-202', level: 'warning', args: ['verb'] },

  'hearing.unknown': { code: 'HEA-101', level: 'refusal', args: [] },
  'hearing.wrong-phase': { code: 'HEA-102', level: 'refusal', args: ['phase', 'act'] },
  'hearing.another-is-open': { code: 'HEA-103', level: 'refusal', args: ['caseNumber'] },
  'hearing.not-checked': { code: 'HEA-104', level: 'refusal', args: [] },
  'hearing.reason-needed': { code: 'HEA-105', level: 'refusal', args: [] },
  'hearing.card-incomplete': { code: 'HEA-106', level: 'refusal', args: ['field'] },
  'hearing.session-closed': { code: 'HEA-110', level: 'refusal', args: [] },
  'hearing.interrupted': { code: 'HEA-201', level: 'alarm', args: [] },
  'mark.unknown': { code: 'HEA-107', level: 'refusal', args: [] },
  'mark.outside-record': { code: 'HEA-108', level: 'refusal', args: [] },
  'alarm.unknown': { code: 'HEA-109', level: 'refusal', args: [] },
  'hearing.start-forgotten': { code: 'HEA-202', level: 'alarm', args: ['caseNumber'] },
  'hearing.resume-forgotten': { code: 'HEA-203', level: 'alarm', args: ['minutes'] },

  'people.sign-in-needed': { code: 'PEO-101', level: 'refusal', args: [] },
  'people.not-your-duty': { code: 'PEO-102', level: 'refusal', args: [] },
  'people.wrong-pin': { code: 'PEO-103', level: 'refusal', args: ['seconds'] },
  'people.wait': { code: 'PEO-104', level: 'refusal', args: ['seconds'] },
  'people.unknown': { code: 'PEO-105', level: 'refusal', args: [] },
  'people.pin-weak': { code: 'PEO-106', level: 'refusal', args: ['digits'] },
  'people.administrator-needed': { code: 'PEO-107', level: 'refusal', args: [] },
  'people.name-taken': { code: 'PEO-108', level: 'refusal', args: ['name'] },
  'people.during-hearing': { code: 'PEO-109', level: 'refusal', args: [] },
  'people.file-broken': { code: 'PEO-201', level: 'alarm', args: [] },

  'setup.seat-invalid': { code: 'SET-101', level: 'refusal', args: ['seat'] },
  'setup.device-twice': { code: 'SET-102', level: 'refusal', args: ['device'] },
  'setup.no-seats': { code: 'SET-103', level: 'refusal', args: [] },
  'seat.last-one': { code: 'SET-105', level: 'refusal', args: [] },
  'setup.during-hearing': { code: 'SET-104', level: 'refusal', args: [] },

  'recorder.not-connected': { code: 'REC-201', level: 'alarm', args: [] },
  'recorder.disk-full': { code: 'REC-202', level: 'alarm', args: ['freeMb'] },
  'recorder.write-failed': { code: 'REC-203', level: 'alarm', args: ['track'] },
  'recorder.device-missing': { code: 'REC-204', level: 'alarm', args: ['seat'] },
  'recorder.device-refused': { code: 'REC-205', level: 'alarm', args: ['seat', 'cause'] },
  'recorder.wrong-size': { code: 'REC-206', level: 'warning', args: ['seat', 'got', 'wanted'] },
  'recorder.track-stopped': { code: 'REC-207', level: 'alarm', args: ['track', 'silentForS'] },
  'recorder.encoder-failed': { code: 'REC-208', level: 'alarm', args: ['seat'] },
  'recorder.chunk-refused': { code: 'REC-209', level: 'alarm', args: ['track', 'why'] },
  'recorder.still-open': { code: 'REC-210', level: 'alarm', args: ['streams'] },
  'recorder.path-failed': { code: 'REC-211', level: 'alarm', args: ['device'] },
  'recorder.frames-lost': { code: 'REC-212', level: 'warning', args: ['track', 'lostMs'] },
  'recorder.rerouted': { code: 'REC-231', level: 'alarm', args: ['seat'] },
  'recorder.routes-unknown': { code: 'REC-232', level: 'warning', args: [] },
  'recorder.interrupted': { code: 'REC-213', level: 'warning', args: [] },
  'recorder.second-way-failed': { code: 'REC-216', level: 'warning', args: ['seat'] },
  'recorder.clock-off': { code: 'REC-215', level: 'warning', args: ['seat', 'ppm'] },
  'recorder.undecodable': { code: 'REC-214', level: 'alarm', args: ['track'] },

  'signal.silent': { code: 'SIG-201', level: 'alarm', args: ['seat'] },
  'signal.clipping': { code: 'SIG-202', level: 'warning', args: ['seat'] },
  'signal.hum': { code: 'SIG-203', level: 'warning', args: ['seat'] },
  'signal.black': { code: 'SIG-204', level: 'alarm', args: ['seat'] },
  'signal.frozen': { code: 'SIG-205', level: 'alarm', args: ['seat'] },

  'peer.unknown': { code: 'LNK-101', level: 'refusal', args: [] },
  'peer.code-wrong': { code: 'LNK-102', level: 'refusal', args: ['triesLeft'] },
  'peer.code-dead': { code: 'LNK-103', level: 'refusal', args: [] },
  'peer.not-listening': { code: 'LNK-104', level: 'refusal', args: [] },
  'peer.not-paired': { code: 'LNK-105', level: 'refusal', args: [] },
  'peer.link-down': { code: 'LNK-106', level: 'refusal', args: [] },
  'peer.itself': { code: 'LNK-107', level: 'refusal', args: [] },
  'call.none': { code: 'LNK-108', level: 'refusal', args: [] },
  'call.another-is-on': { code: 'LNK-109', level: 'refusal', args: [] },
  'call.too-many': { code: 'LNK-120', level: 'refusal', args: ['most'] },
  'call.stale': { code: 'LNK-110', level: 'refusal', args: [] },
  'call.declined': { code: 'LNK-123', level: 'refusal', args: [] },
  'call.no-answer': { code: 'LNK-124', level: 'refusal', args: [] },
  'call.busy-there': { code: 'LNK-125', level: 'refusal', args: [] },
  'call.closed-there': { code: 'LNK-126', level: 'refusal', args: [] },
  'call.nobody-to-call': { code: 'LNK-127', level: 'refusal', args: [] },
  'call.too-many-people': { code: 'LNK-128', level: 'refusal', args: ['most'] },
  'call.broken-off': { code: 'LNK-209', level: 'warning', args: [] },
  'peer.malformed': { code: 'LNK-111', level: 'refusal', args: [] },
  'peer.measuring': { code: 'LNK-112', level: 'refusal', args: [] },
  'peer.busy': { code: 'LNK-113', level: 'refusal', args: [] },
  'peer.introduction-foreign': { code: 'LNK-114', level: 'refusal', args: [] },
  'peer.introduction-altered': { code: 'LNK-115', level: 'refusal', args: [] },
  'peer.introduction-old': { code: 'LNK-116', level: 'refusal', args: [] },
  'peer.introduction-newer': { code: 'LNK-117', level: 'refusal', args: [] },
  'peer.already-paired': { code: 'LNK-118', level: 'refusal', args: [] },
  'peer.no-address': { code: 'LNK-119', level: 'refusal', args: [] },
  'peer.renewals-waiting': { code: 'LNK-121', level: 'refusal', args: [] },
  'peer.renewal-refused': { code: 'LNK-122', level: 'refusal', args: [] },
  'peer.unreachable': { code: 'LNK-201', level: 'warning', args: ['host', 'port'] },
  'peer.refused-us': { code: 'LNK-202', level: 'warning', args: [] },
  'peer.port-taken': { code: 'LNK-203', level: 'alarm', args: ['port'] },
  'peer.measure-broken': { code: 'LNK-204', level: 'warning', args: [] },
  'peer.measure-disturbed': { code: 'LNK-205', level: 'warning', args: [] },
  'peer.renewal-missed': { code: 'LNK-206', level: 'warning', args: [] },
  'call.spare-way': { code: 'LNK-208', level: 'warning', args: [] },
  'peer.key-ending': { code: 'LNK-207', level: 'warning', args: ['date'] },
  'peer.impostor': { code: 'LNK-301', level: 'alarm', args: [] },
  'peer.fingerprint-refused': { code: 'LNK-302', level: 'alarm', args: [] },
  'peer.identity-lost': { code: 'LNK-303', level: 'alarm', args: [] },
  'peer.key-over': { code: 'LNK-304', level: 'alarm', args: [] },

  'monitors.forgotten': { code: 'MON-201', level: 'warning', args: [] },
  'monitor.missing': { code: 'MON-202', level: 'warning', args: ['monitor'] },
  'monitor.no-spare': { code: 'MON-101', level: 'refusal', args: [] },

  'panel.unknown': { code: 'PNL-101', level: 'refusal', args: [] },
  'panel.no-light': { code: 'PNL-102', level: 'refusal', args: [] },
  'panel.nothing-learned': { code: 'PNL-103', level: 'refusal', args: [] },
  'panel.file-broken': { code: 'PNL-201', level: 'warning', args: [] },
  'panel.no-library': { code: 'PNL-202', level: 'warning', args: ['cause'] },
  'panel.gone': { code: 'PNL-203', level: 'warning', args: ['panel'] },
  'panel.unreadable': { code: 'PNL-204', level: 'warning', args: ['panel'] },
  'panel.light-silent': { code: 'PNL-205', level: 'warning', args: ['panel'] },

  'directory.unknown': { code: 'DIR-101', level: 'refusal', args: [] },
  'directory.changed': { code: 'DIR-102', level: 'refusal', args: [] },
  'directory.full': { code: 'DIR-103', level: 'refusal', args: ['most'] },
  'directory.no-sheet': { code: 'DIR-104', level: 'refusal', args: [] },
  'directory.taken': { code: 'DIR-105', level: 'refusal', args: [] },
  'directory.file-broken': { code: 'DIR-201', level: 'alarm', args: [] },

  'participant.unknown': { code: 'PAR-101', level: 'refusal', args: [] },
  'participant.link-dead': { code: 'PAR-102', level: 'refusal', args: [] },
  'participant.word-wrong': { code: 'PAR-103', level: 'refusal', args: ['seconds'] },
  'participant.wait': { code: 'PAR-104', level: 'refusal', args: ['seconds'] },
  'participant.word-locked': { code: 'PAR-105', level: 'refusal', args: [] },
  'participant.not-here': { code: 'PAR-106', level: 'refusal', args: [] },
  'participant.wrong-stage': { code: 'PAR-107', level: 'refusal', args: [] },
  'participant.malformed': { code: 'PAR-108', level: 'refusal', args: [] },
  'participant.flood': { code: 'PAR-109', level: 'refusal', args: [] },
  'participant.word-weak': { code: 'PAR-110', level: 'refusal', args: ['signs'] },
  'participant.no-room': { code: 'PAR-111', level: 'refusal', args: [] },
  'participant.not-in-hearing': { code: 'PAR-112', level: 'refusal', args: [] },
  'participant.not-a-photo': { code: 'PAR-113', level: 'refusal', args: [] },
  'participant.documents-waiting': { code: 'PAR-114', level: 'refusal', args: ['most'] },
  'participant.documents-many': { code: 'PAR-115', level: 'refusal', args: ['most'] },
  'participant.documents-busy': { code: 'PAR-116', level: 'refusal', args: [] },
  'participant.measure-broken': { code: 'PAR-212', level: 'warning', args: [] },
  'participant.not-taken': { code: 'PAR-207', level: 'warning', args: [] },
  'participant.unreachable': { code: 'PAR-208', level: 'warning', args: [] },
  'participant.turn-address': { code: 'PAR-209', level: 'warning', args: ['address'] },
  'participant.turn-secret-missing': { code: 'PAR-210', level: 'warning', args: [] },
  'participant.turn-secret-open': { code: 'PAR-211', level: 'warning', args: ['file'] },
  'participant.problem': { code: 'PAR-201', level: 'warning', args: [] },
  'participant.under-16': { code: 'PAR-202', level: 'alarm', args: [] },
  'participant.port-taken': { code: 'PAR-203', level: 'alarm', args: ['port'] },
  'participant.certificate-broken': { code: 'PAR-204', level: 'alarm', args: [] },
  'participant.file-broken': { code: 'PAR-205', level: 'alarm', args: [] },
  'participant.page-missing': { code: 'PAR-206', level: 'alarm', args: [] },

  'test-session.running': { code: 'TST-101', level: 'refusal', args: [] },
  'test-session.none': { code: 'TST-102', level: 'refusal', args: [] },
  'test-session.during-hearing': { code: 'TST-103', level: 'refusal', args: [] },

  'private-room.not-in-hearing': { code: 'PRV-101', level: 'refusal', args: [] },
  'private-room.already': { code: 'PRV-102', level: 'refusal', args: [] },
  'private-room.none': { code: 'PRV-103', level: 'refusal', args: [] },

  'check.running': { code: 'CHK-101', level: 'refusal', args: [] },
  'check.during-hearing': { code: 'CHK-102', level: 'refusal', args: ['caseNumber'] },
  'loudspeaker.not-found': { code: 'CHK-202', level: 'warning', args: ['loudspeaker'] },
  'loudspeaker.silent': { code: 'CHK-203', level: 'warning', args: ['loudspeaker'] },
  'check.not-measured': { code: 'CHK-201', level: 'warning', args: ['seat'] },

  'diagnostics.bundle-failed': { code: 'DIA-201', level: 'warning', args: ['path'] },

  'archive.unknown': { code: 'ARC-101', level: 'refusal', args: ['id'] },
  'archive.busy': { code: 'ARC-102', level: 'refusal', args: [] },
  'archive.range-empty': { code: 'ARC-103', level: 'refusal', args: [] },
  'archive.newer': { code: 'ARC-104', level: 'refusal', args: ['found', 'known'] },
  'archive.target-exists': { code: 'ARC-105', level: 'refusal', args: ['path'] },
  'archive.not-a-copy': { code: 'ARC-106', level: 'refusal', args: ['path'] },
  'archive.closed-session': { code: 'ARC-107', level: 'refusal', args: [] },
  'archive.unwritable': { code: 'ARC-201', level: 'alarm', args: ['path'] },
  'archive.index-broken': { code: 'ARC-202', level: 'alarm', args: [] },
  'archive.export-failed': { code: 'ARC-203', level: 'warning', args: ['path'] },
  'archive.damaged': { code: 'ARC-301', level: 'alarm', args: ['places'] },

  'copy.gone': { code: 'CPY-201', level: 'alarm', args: ['folder'] },
  'copy.full': { code: 'CPY-202', level: 'alarm', args: ['folder'] },
  'copy.unwritable': { code: 'CPY-203', level: 'alarm', args: ['folder'] },
  'copy.behind': { code: 'CPY-204', level: 'alarm', args: ['folder'] },
  'copy.same-disk': { code: 'CPY-205', level: 'warning', args: ['folder'] },
  'copy.differs': { code: 'CPY-301', level: 'alarm', args: ['file'] },

  'disk.no-room': { code: 'DSK-101', level: 'refusal', args: ['hours'] },
  'disk.slow': { code: 'DSK-201', level: 'alarm', args: [] },
  'disk.ending': { code: 'DSK-202', level: 'alarm', args: ['hours'] },
  'disk.yielding': { code: 'DSK-203', level: 'warning', args: [] },

  'playback.not-ready': { code: 'PLY-201', level: 'warning', args: [] },

  'document.not-printed': { code: 'DOC-201', level: 'warning', args: [] },

  'exhibit.unknown': { code: 'EXH-101', level: 'refusal', args: [] },
  'exhibit.too-large': { code: 'EXH-102', level: 'refusal', args: ['mostMb'] },
  'exhibit.wrong-type': { code: 'EXH-103', level: 'refusal', args: [] },
  'exhibit.another-goes': { code: 'EXH-104', level: 'refusal', args: [] },
  'exhibit.not-on-line': { code: 'EXH-105', level: 'refusal', args: [] },
  'exhibit.closed': { code: 'EXH-106', level: 'refusal', args: [] },
  'exhibit.none-goes': { code: 'EXH-107', level: 'refusal', args: [] },
  'exhibit.refused-there': { code: 'EXH-108', level: 'refusal', args: [] },
  'exhibit.no-room': { code: 'EXH-109', level: 'refusal', args: ['hours'] },
  'exhibit.too-many-pixels': { code: 'EXH-110', level: 'refusal', args: ['mostMegapixels'] },
  'exhibit.undecided': { code: 'EXH-111', level: 'refusal', args: [] },
  'exhibit.decided': { code: 'EXH-112', level: 'refusal', args: [] },
  'exhibit.broken-off': { code: 'EXH-201', level: 'warning', args: [] },
  'exhibit.unwritable': { code: 'EXH-202', level: 'alarm', args: [] },
  'exhibit.altered': { code: 'EXH-301', level: 'alarm', args: [] },

  'system.wrong-node': { code: 'SYS-101', level: 'refusal', args: ['found', 'wanted'] },
  'system.second-instance': { code: 'SYS-102', level: 'refusal', args: ['pid'] },
  'system.bad-arguments': { code: 'SYS-103', level: 'refusal', args: ['argument'] },
  'system.ffmpeg-missing': { code: 'SYS-201', level: 'alarm', args: [] },
  'system.ffmpeg-incapable': { code: 'SYS-202', level: 'alarm', args: ['missing'] },
  'system.shell-keeps-failing': { code: 'SYS-203', level: 'alarm', args: ['times'] },
  'system.clock-jumped': { code: 'SYS-204', level: 'warning', args: ['bySeconds'] },
  'system.part-restarted': { code: 'SYS-205', level: 'warning', args: ['part'] },
  'system.unexpected': { code: 'SYS-901', level: 'alarm', args: ['logRef'] },
} as const satisfies Record<string, FaultKind>;

export type FaultKey = keyof typeof faultCatalogue;
export type FaultArgs<Key extends FaultKey> = Readonly<
  Record<(typeof faultCatalogue)[Key]['args'][number], string | number>
>;
/** What crosses a process wall: a key and its arguments, never a stack and never a sentence. */
export type Fault = Readonly<{ key: FaultKey; args: Readonly<Record<string, string | number>> }>;

/** Builds a fault; the compiler demands the arguments that its words need. */
export function fault<Key extends FaultKey>(key: Key, args: FaultArgs<Key>): Fault {
  return { key, args };
}

/** The short code that a person reads out over the telephone. */
export function faultCode(key: FaultKey): string {
  return faultCatalogue[key].code;
}
