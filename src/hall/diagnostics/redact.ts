import { allowedObject, allowedValue, type Allowed, type Hasher } from './allowed.ts';

const words = (...names: readonly string[]): Readonly<Record<string, Allowed>> =>
  Object.fromEntries(names.map((name) => [name, 'word']));
const numbers = (...names: readonly string[]): Readonly<Record<string, Allowed>> =>
  Object.fromEntries(names.map((name) => [name, 'number']));

/** The fields of a log line that may leave. A new one stays at home until it is named here. */
const logFields: Readonly<Record<string, Allowed>> = {
  ...{ time: 'time', version: 'version', node: 'version', err: 'error', error: 'error', fault: 'fault' },
  ...words('msg', 'why', 'cause', 'code', 'signal', 'program', 'kind', 'role', 'how', 'what', 'part', 'state', 'verb'),
  ...words('duty', 'change', 'outcome', 'damage', 'trackId', 'track', 'seat', 'seatId', 'window', 'event', 'monitor'),
  ...numbers('level', 'pid', 'port', 'epoch', 'n', 'times', 'lately', 'limitMs', 'wrongPins', 'replayed', 'unwritten'),
  ...numbers(
    'cutBytes',
    'writtenBytes',
    'logRef',
    'planNo',
    'durationMs',
    'waitingMs',
    'bytes',
    'hearings',
    'segments',
  ),
  ...{ isMissing: 'boolean', isSpare: 'boolean' },
  ...{ hearingId: 'hash', peerId: 'hash', callId: 'hash', exhibitId: 'hash', participantId: 'hash', personId: 'hash' },
  ...{ keyId: 'hash', ownKeyId: 'hash', source: 'hash', movedTo: 'hash', to: 'hash' },
};

/** A line of a log as it may leave; null for one that is none. */
export function redactLogLine(line: string, hash: Hasher): string | null {
  try {
    const taken = allowedObject(JSON.parse(line), logFields, hash);
    return taken === undefined ? null : JSON.stringify(taken);
  } catch {
    return null;
  }
}

const device: Readonly<Record<string, Allowed>> = {
  ...{ path: 'word', label: 'label', port: 'label', channels: 'number', channel: 'number', version: 'version' },
  ...{ serial: 'hash', deviceId: 'hash', source: 'hash', id: 'hash', kind: 'word' },
};

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** Figures by name: names are our own words, values are numbers. */
function figuresOf(value: unknown, hash: Hasher): Fields {
  const names = Object.keys(fieldsOf(value)).filter((name) => allowedValue(name, 'word', hash) !== undefined);
  return allowedObject(value, numbers(...names), hash) ?? {};
}

/** The hall's card: which seats there are and what kind of device each has. Names that people gave stay, and so does every password. */
export function redactCard(card: unknown, hash: Hasher): Fields {
  const { seats, loudspeakers, secondCopy } = fieldsOf(card);
  return {
    hasSecondCopy: typeof secondCopy === 'string' && secondCopy !== '',
    seats: listOf(seats).map((seat) => ({
      ...allowedObject(seat, { id: 'word', kind: 'word', place: 'word', gated: 'boolean' }, hash),
      video: figuresOf(seat['video'], hash),
      device: allowedObject(seat['device'], device, hash),
    })),
    loudspeakers: listOf(loudspeakers).map((each) => allowedObject(each['device'], device, hash)),
  };
}

export function redactInventory(inventory: unknown, hash: Hasher): Fields {
  const { atMs, devices } = fieldsOf(inventory);
  return {
    atMs: allowedValue(atMs, 'number', hash),
    devices: listOf(devices).map((each) => ({
      ...allowedObject(each, device, hash),
      figures: figuresOf(each['figures'], hash),
    })),
  };
}

/** A check's items with verdicts, findings and figures; who made it and of which hearing stays. */
export function redactCheck(check: unknown, hash: Hasher): Fields {
  const { items } = fieldsOf(check);
  return {
    ...allowedObject(check, { passed: 'boolean', startedAtMs: 'number', durationMs: 'number' }, hash),
    items: listOf(items).map((item) => ({
      ...allowedObject(item, { kind: 'word', verdict: 'word' }, hash),
      subject: allowedValue(item['subject'], 'word', hash) ?? allowedValue(item['subject'], 'hash', hash) ?? '',
      findings: (Array.isArray(item['findings']) ? item['findings'] : []).filter(
        (finding) => allowedValue(finding, 'word', hash) !== undefined,
      ),
      figures: figuresOf(item['figures'], hash),
    })),
  };
}

/** What the doctor found, without its sentences: they name folders, and folders are named after people. */
export function redactDoctor(items: unknown, hash: Hasher): readonly Fields[] {
  return listOf(items).map((item) => ({
    ...allowedObject(item, { item: 'word', verdict: 'word' }, hash),
    figures: Object.fromEntries(
      Object.entries(fieldsOf(item['figures'])).flatMap(([name, value]) => {
        const taken = (['number', 'boolean', 'version'] as const)
          .map((kind) => allowedValue(value, kind, hash))
          .find((each) => each !== undefined);
        return taken === undefined || allowedValue(name, 'word', hash) === undefined ? [] : [[name, taken]];
      }),
    ),
  }));
}
