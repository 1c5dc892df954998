import type { ExhibitFrame, IncidentFrame, KeyFrame, LinkFrame, ProbeFrame, ReportFrame } from '#contract/peer-link.ts';

/* Which of the things that run over one link a frame belongs to; the rest are of the call. */

export function isOfKey(frame: LinkFrame): frame is KeyFrame {
  return frame.say.startsWith('key.');
}

export function isOfProbe(frame: LinkFrame): frame is ProbeFrame {
  return frame.say.startsWith('probe.');
}

export function isOfReport(frame: LinkFrame): frame is ReportFrame {
  return frame.say.startsWith('report.');
}

export function isOfExhibit(frame: LinkFrame): frame is ExhibitFrame {
  return frame.say.startsWith('exhibit.');
}

export function isOfIncident(frame: LinkFrame): frame is IncidentFrame {
  return frame.say.startsWith('incident.');
}
