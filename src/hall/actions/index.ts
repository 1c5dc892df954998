/**
 * The acts of the hall, one file a verb: load, refuse, change, save, tell. Own nothing but the desk that main hands
 * them; promise that what was answered is journaled; never touch a socket, a file or a device. Woken by the api.
 */
import type { Answerers } from '#contract/hall.ts';
import type { HallState } from '#contract/papers.ts';
import { done } from '#domain/outcome.ts';
import { addPhoto } from './add-photo.ts';
import { holdCallUp } from './call-up.ts';
import { arrangeMonitors } from './arrange-monitors.ts';
import { bundleLogs } from './bundle-logs.ts';
import { changeCard } from './change-card.ts';
import { changePeople } from './change-people.ts';
import { chooseChannel } from './choose-channel.ts';
import { clearAlarm } from './clear-alarm.ts';
import { checkHall } from './check-hall.ts';
import { checkHearing } from './check-hearing.ts';
import { checkItem } from './check-item.ts';
import { closeSession } from './close-session.ts';
import { decideExhibit } from './decide-exhibit.ts';
import { draftRequest } from './draft-request.ts';
import { endHearing } from './end-hearing.ts';
import { exportRecord } from './export-record.ts';
import { holdCall } from './hold-call.ts';
import { holdParticipants } from './hold-participants.ts';
import { keepIncidents } from './keep-incidents.ts';
import { keepExhibits } from './keep-exhibits.ts';
import { keepDirectory } from './keep-directory.ts';
import { listDevices } from './list-devices.ts';
import { listHearings } from './list-hearings.ts';
import { listPeople } from './list-people.ts';
import { listSources } from './list-sources.ts';
import { makeAct } from './make-act.ts';
import { makeRequest } from './make-request.ts';
import { measureLink } from './measure-link.ts';
import { mendSeat } from './mend-seat.ts';
import { openHearing } from './open-hearing.ts';
import { keepPanels } from './keep-panels.ts';
import { pairHalls } from './pair-halls.ts';
import { pauseHearing } from './pause-hearing.ts';
import { planHearing } from './plan-hearing.ts';
import { prepareReadBack } from './prepare-read-back.ts';
import { holdPrivateRooms } from './private-room.ts';
import { previewDevices } from './preview-devices.ts';
import { previewRequest } from './preview-request.ts';
import { printReport } from './print-report.ts';
import { reassignCase } from './reassign-case.ts';
import { resumeHearing } from './resume-hearing.ts';
import type { Rooms } from './rooms.ts';
import { selectHearing } from './select-hearing.ts';
import { sendExhibit } from './send-exhibit.ts';
import { setMark } from './set-mark.ts';
import { setUpHall } from './set-up-hall.ts';
import { hearOfParts } from './shell-parts.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { showExhibit } from './show-exhibit.ts';
import { showPictures } from './show-pictures.ts';
import { showReports } from './show-reports.ts';
import { showTimeline } from './show-timeline.ts';
import { turnCameras } from './turn-cameras.ts';
import { takeBackMark } from './take-back-mark.ts';
import { holdTestSession } from './test-session.ts';
import { verifyRecord } from './verify-record.ts';

export { admitTo } from './admit.ts';
export { followSpeaker } from './arrange-monitors.ts';
export { checkProbes } from './check-probes.ts';
export { createAlarms, type Alarms } from './alarms.ts';
export { journaledAlarms } from './journaled-alarms.ts';
export { createStateBoard, type StateBoard } from './state-board.ts';
export { watchKey } from './key-watch.ts';
export { isPlanDue, keepRecording } from './keep-recording.ts';
export { mayCall } from './hold-call.ts';
export { panelEvents } from './panel-events.ts';
export { createPartyDesk } from './party-desk.ts';
export { pageSights, participantsEvents, placeOf } from './participants-events.ts';
export { peersEvents } from './peers-events.ts';
export { recorderEvents } from './recorder-events.ts';
export { sayRestarted } from './shell-parts.ts';
export { mayHavePicture } from './show-pictures.ts';
export { interruptedHearing, layOnDesk, takeUp } from './take-up.ts';
export { createTurns } from './turns.ts';
export { watchForgetting } from './watch-forgetting.ts';
export { createWatches } from './watches.ts';
export { windowPresence } from './window-presence.ts';
export { checkedFloorDbfs, emptyDesk, systemAuthor, type Desk, type Rooms } from './rooms.ts';

/** The recorder opens first, so that it and no preview fixes a camera's size; the windows may follow when it has reported. */
function noticeOpenDevices({ desk, recorder, tellState }: Rooms, reportedPlanNo: number): void {
  const plan = recorder.plan();
  if (desk.areDevicesOpen || plan.mode === 'closed' || reportedPlanNo < plan.planNo) return;
  desk.areDevicesOpen = true;
  tellState();
}

/** What answers each verb of the contract. */
export function answerVerbs(rooms: Rooms, state: () => HallState): Answerers {
  const { recorder } = rooms;
  return {
    'state.get': async () => done(state()),
    'hall.set-up': setUpHall(rooms),
    'hall.list-sources': listSources(rooms),
    'hall.preview': previewDevices(rooms),
    ...listDevices(rooms),
    'check.item': checkItem(rooms),
    'logs.bundle': bundleLogs(rooms),
    'people.list': listPeople(rooms),
    'people.change': changePeople(rooms),
    'person.sign-in': signIn(rooms),
    'person.sign-out': signOut(rooms),
    'hearings.list': listHearings(rooms),
    'hearing.plan': planHearing(rooms),
    'hearing.change-card': changeCard(rooms),
    'hearing.reassign-case': reassignCase(rooms),
    'hearing.select': selectHearing(rooms),
    'hearing.check': checkHearing(rooms),
    'hall.check': checkHall(rooms),
    'hearing.open': openHearing(rooms),
    'hearing.pause': pauseHearing(rooms),
    'hearing.resume': resumeHearing(rooms),
    'hearing.end': endHearing(rooms),
    ...closeSession(rooms),
    'alarm.clear': clearAlarm(rooms),
    ...mendSeat(rooms),
    'mark.set': setMark(rooms),
    'mark.take-back': takeBackMark(rooms),
    'read-back.prepare': prepareReadBack(rooms),
    'record.timeline': showTimeline(rooms),
    'record.verify': verifyRecord(rooms),
    'record.export': exportRecord(rooms),
    ...pairHalls(rooms),
    ...keepDirectory(rooms),
    ...showReports(rooms),
    ...printReport(rooms),
    'peer.measure': measureLink(rooms),
    ...holdCall(rooms),
    ...holdCallUp(rooms),
    ...holdTestSession(rooms),
    ...holdPrivateRooms(rooms),
    ...holdParticipants(rooms),
    'participant.add-photo': addPhoto(rooms),
    'interpretation.choose': chooseChannel(rooms),
    ...arrangeMonitors(rooms),
    'signal.told': async (word) => {
      rooms.signals.told(word);
      return done({});
    },
    ...keepPanels(rooms),
    ...turnCameras(rooms),
    ...showPictures(rooms),
    ...keepExhibits(rooms),
    'exhibit.decide': decideExhibit(rooms),
    ...sendExhibit(rooms),
    ...showExhibit(rooms),
    ...keepIncidents(rooms),
    ...makeAct(rooms),
    'request.draft': draftRequest(rooms),
    'request.preview': previewRequest(rooms),
    'request.make': makeRequest(rooms),
    'capture.plan': async () => done(recorder.plan()),
    'capture.report': async (report, { role }) => {
      recorder.receiveReport(role === 'sound-path' ? 'sound-path' : 'recorder', report);
      if (role === 'recorder') noticeOpenDevices(rooms, report.planNo);
      return done({});
    },
    'preview.closed': async ({ planNo }, { role }) => {
      if (role === 'console' || role === 'bench' || role === 'call') recorder.previewClosed(role, planNo);
      return done({});
    },
    'shell.ticket': async ({ window }) => done({ ticket: rooms.issueTicket(window) }),
    'shell.told': hearOfParts(rooms),
    'print.take': async ({ jobId }) => done({ html: rooms.documents.printDesk.take(jobId) }),
    'print.give': async ({ jobId, pdf, isLast }) => {
      rooms.documents.printDesk.receive(jobId, pdf, isLast);
      return done({});
    },
  };
}
