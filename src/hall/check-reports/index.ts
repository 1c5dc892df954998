/**
 * Reports of checks and what of them was accepted. Owns: the folder check-reports/, one signed file a report.
 * Promises: what was answered is on disk whole; every file is verified when it is read, and one that is broken, forged or
 * missed is named. Never: deletes, changes or judges anything.
 * Woken by: actions. Closed by: nobody, it holds nothing open.
 */
export { openCheckReports, type BrokenFile, type CheckReports } from './check-reports.ts';
