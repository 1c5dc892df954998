import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { BroughtSoFar, JoinTold } from '#contract/join.ts';
import { fault, type Fault, type FaultKey } from '#domain/faults.ts';
import type { ExhibitId, ParticipantId } from '#domain/ids.ts';
import { pageDocumentRules } from '#domain/participants/page-document.ts';
import type { IncomingDocument, Invited, LentPaper, ParticipantsOrder } from './door.ts';
import { safeHeaders } from './page-files.ts';

/** A document of which nothing came for so long is given up; a page that was cut may come back within it. */
const stillLimitMs = 300_000;
/** So many documents may be on their way at once, of all participants. */
const mostComing = 4;
/** So often one participant may begin: what was refused for its content was on the disk all the same. */
const mostOffers = 3 * pageDocumentRules.mostInHearing;
/** What goes to a page goes in steps that its pace is kept by. */
const stepBytes = 16 * 1024;

type Coming = {
  readonly whom: Invited;
  readonly lengthBytes: number;
  readonly document: IncomingDocument;
  gotBytes: number;
  lastMs: number;
  /** The piece that is being read, and its end. */
  piece: IncomingMessage | null;
  last: Promise<unknown>;
};

/** P36: the papers that go to pages and come from them, over the port of the pages. */
export type PagePapers = Readonly<{
  /** Answers a request for a paper or with one; false where it is for something else. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  offer(whom: Invited, offered: Readonly<{ offerId: string; name: string; lengthBytes: number }>): Promise<JoinTold>;
  /** The page does not want it any more. */
  stop(participantId: ParticipantId): void;
  /** Gives up what comes from whoever is not in the hearing any more. */
  look(): void;
  close(): Promise<void>;
}>;

type Order = Pick<ParticipantsOrder, 'place' | 'paper' | 'log'> &
  Readonly<{
    /** The court has a certificate of its own. */
    isCourts(): boolean;
    redeem(token: string): Invited | null;
    /** This participant's page is on the line. */
    isHere(participantId: ParticipantId): boolean;
    documentOffered: ParticipantsOrder['on']['documentOffered'];
    refused(key: FaultKey, address: string, why: string, whom: Invited | null): void;
  }>;

/** What an address of this port asks for; null for something else. */
function askedFor(request: IncomingMessage): Readonly<{ what: 'exhibit' | 'document'; id: ExhibitId }> | null {
  const [, what, id] = /^[/]v1[/](exhibit|document)s[/]([0-9a-f-]{36})$/.exec(request.url ?? '') ?? [];
  if (id === undefined) return null;
  const isRight = what === 'exhibit' ? request.method === 'GET' : request.method === 'PUT';
  return isRight ? { what: what as 'exhibit' | 'document', id: id as ExhibitId } : null;
}

/** The stretch [from, to) of a whole that a piece says it is (RFC 9110, section 14.4). */
function rangeOf({ headers }: IncomingMessage): Readonly<{ from: number; to: number; whole: number }> | null {
  const numbers = /^bytes (\d{1,12})-(\d{1,12})[/](\d{1,12})$/.exec(headers['content-range'] ?? '')?.slice(1);
  if (numbers === undefined) return null;
  const [from = 0, last = 0, whole = 0] = numbers.map(Number);
  return last < from || last >= whole || Number(headers['content-length']) !== last + 1 - from
    ? null
    : { from, to: last + 1, whole };
}

export function createPagePapers(order: Order): PagePapers {
  const { log, place } = order;
  const coming = new Map<ParticipantId, Coming>();
  const going = new Map<ParticipantId, ServerResponse>();
  const offers = new Map<ParticipantId, number>();
  const isInside = (whom: Invited): boolean => {
    const where = place(whom);
    return where?.say === 'inside' && !where.isCut;
  };
  const headers = (host: string | undefined): Readonly<Record<string, string>> =>
    safeHeaders(host ?? '', order.isCourts());

  function giveUp(each: Coming): void {
    if (coming.get(each.whom.participantId) === each) coming.delete(each.whom.participantId);
    each.piece?.destroy();
    void each.last.then(() => each.document.leave());
  }
  function look(): void {
    for (const each of [...coming.values()]) {
      const isStill = performance.now() - each.lastMs > stillLimitMs;
      // A break keeps it; whoever is outside the hearing hands in nothing.
      if (isStill || place(each.whom)?.say !== 'inside') giveUp(each);
    }
  }
  const looks = setInterval(look, 10_000).unref();

  /** Who asks, by the token of the page that is on the line; null for a stranger. */
  function whoAsks({ headers: { authorization = '' } }: IncomingMessage): Invited | null {
    const token = /^Bearer ([\w.=+/-]{1,300})$/.exec(authorization)?.[1];
    const whom = token === undefined ? null : order.redeem(token);
    return whom !== null && order.isHere(whom.participantId) ? whom : null;
  }

  async function lend(response: ServerResponse, whom: Invited, id: ExhibitId, paper: LentPaper): Promise<void> {
    const { file, lengthBytes, mostKbps } = paper;
    const beganMs = performance.now();
    let sentBytes = 0;
    for await (const bytes of createReadStream(file, { highWaterMark: stepBytes }) as AsyncIterable<Buffer>) {
      // Asked anew at each step: what is taken off the monitors in the middle goes no further.
      if (response.destroyed || order.paper(whom, id) === null) {
        response.destroy();
        return;
      }
      if (!response.write(bytes))
        await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
      sentBytes += bytes.length;
      const dueMs = beganMs + (sentBytes * 8) / mostKbps - performance.now();
      if (dueMs > 1) await wait(dueMs);
    }
    if (sentBytes === lengthBytes) response.end();
    else response.destroy();
  }
  function give(request: IncomingMessage, response: ServerResponse, whom: Invited, id: ExhibitId): void {
    const paper = order.paper(whom, id);
    if (paper === null) {
      response.writeHead(404, { ...headers(request.headers.host), 'content-length': '0' }).end();
      return;
    }
    // A page looks at one document; what it asked for before it wants no more.
    going.get(whom.participantId)?.destroy();
    going.set(whom.participantId, response);
    response.once('close', () => {
      if (going.get(whom.participantId) === response) going.delete(whom.participantId);
    });
    response.writeHead(200, {
      ...headers(request.headers.host),
      'content-type': paper.mime,
      'content-length': paper.lengthBytes,
    });
    lend(response, whom, id, paper).catch((error: unknown) => {
      log.warn({ err: error, exhibitId: id }, 'exhibit-not-lent');
      response.destroy();
    });
  }

  async function take(request: IncomingMessage, whom: Invited, id: ExhibitId): Promise<BroughtSoFar | null> {
    const where = place(whom);
    if (where?.say !== 'inside' || where.isCut) return { ok: false, fault: fault('participant.not-in-hearing', {}) };
    const each = coming.get(whom.participantId);
    const range = rangeOf(request);
    // Its last answer was lost on the way.
    if (where.documents.some(({ exhibitId }) => exhibitId === id))
      return { ok: true, gotBytes: range?.whole ?? 0, isWhole: true };
    if (each?.document.exhibitId !== id) return { ok: false, fault: fault('exhibit.broken-off', {}) };
    if (range === null || range.whole !== each.lengthBytes)
      return { ok: false, fault: fault('participant.malformed', {}) };
    // A piece whose connection hangs gives way to the same one, brought anew.
    each.piece?.destroy();
    // One after the other, because each is held against what lies there when its turn comes.
    const reading = each.last.then(() => {
      const isNext = coming.get(whom.participantId) === each && range.from === each.gotBytes;
      return isNext ? read(request, each) : { ok: true as const, gotBytes: each.gotBytes, isWhole: false };
    });
    each.last = reading.catch(() => undefined);
    return reading;
  }
  async function read(request: IncomingMessage, each: Coming): Promise<BroughtSoFar | null> {
    each.piece = request;
    try {
      for await (const bytes of request as AsyncIterable<Buffer>) {
        each.lastMs = performance.now();
        if (!isInside(each.whom)) return { ok: false, fault: fault('participant.not-in-hearing', {}) };
        if (!(await each.document.write(bytes))) return await failedWith(each, fault('exhibit.unwritable', {}));
        each.gotBytes += bytes.length;
      }
    } catch {
      // The connection broke; the page goes on where its bytes lie.
      return null;
    } finally {
      if (each.piece === request) each.piece = null;
    }
    if (each.gotBytes < each.lengthBytes) return { ok: true, gotBytes: each.gotBytes, isWhole: false };
    coming.delete(each.whom.participantId);
    const finished = await each.document.finish();
    return finished.ok ? { ok: true, gotBytes: each.gotBytes, isWhole: true } : finished;
  }
  async function failedWith(each: Coming, why: Fault): Promise<BroughtSoFar> {
    coming.delete(each.whom.participantId);
    await each.document.leave();
    return { ok: false, fault: why };
  }
  async function receive(
    request: IncomingMessage,
    response: ServerResponse,
    whom: Invited,
    id: ExhibitId,
  ): Promise<void> {
    const said = await take(request, whom, id);
    if (said === null || response.destroyed) return;
    // What was not read of a refused piece must not be taken for the next request.
    const connection = request.complete ? 'keep-alive' : 'close';
    const text = Buffer.from(JSON.stringify(said));
    response.writeHead(200, {
      ...headers(request.headers.host),
      'content-type': 'application/json; charset=utf-8',
      'content-length': text.length,
      connection,
    });
    response.end(text);
  }

  return {
    answer(request, response) {
      const asked = askedFor(request);
      if (asked === null) return false;
      const whom = whoAsks(request);
      if (whom === null) {
        order.refused('participant.link-dead', request.socket.remoteAddress ?? '', asked.what, null);
        response.writeHead(401, { ...headers(request.headers.host), connection: 'close', 'content-length': '0' }).end();
        return true;
      }
      if (asked.what === 'exhibit') give(request, response, whom, asked.id);
      else
        receive(request, response, whom, asked.id).catch((error: unknown) => {
          log.error({ err: error, exhibitId: asked.id }, 'document-not-received');
          response.destroy();
        });
      return true;
    },
    async offer(whom, { offerId, name, lengthBytes }) {
      const before = coming.get(whom.participantId);
      if (before !== undefined) giveUp(before);
      const times = (offers.get(whom.participantId) ?? 0) + 1;
      offers.set(whom.participantId, times);
      if (times > mostOffers) {
        const why = fault('participant.documents-many', { most: pageDocumentRules.mostInHearing });
        return { say: 'document-refused', offerId, fault: why };
      }
      const isFull = coming.size >= mostComing;
      const taken = isFull ? null : await order.documentOffered(whom, { name, lengthBytes });
      if (taken?.ok !== true)
        return { say: 'document-refused', offerId, fault: taken?.fault ?? fault('participant.documents-busy', {}) };
      const [document, nothing] = [taken.value, Promise.resolve()];
      const lastMs = performance.now();
      coming.set(whom.participantId, { whom, lengthBytes, document, gotBytes: 0, lastMs, piece: null, last: nothing });
      return { say: 'document-taken', offerId, exhibitId: document.exhibitId };
    },
    stop(participantId) {
      const each = coming.get(participantId);
      if (each !== undefined) giveUp(each);
    },
    look,
    async close() {
      clearInterval(looks);
      for (const response of going.values()) response.destroy();
      const all = [...coming.values()];
      for (const each of all) giveUp(each);
      await Promise.all(all.map(({ last, document }) => last.then(() => document.leave())));
    },
  };
}
