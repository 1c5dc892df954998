/**
 * Court papers. Owns the templates of resources/documents, both drawings of a paper (DOCX and the page that is printed
 * to PDF), the desk where the shell fetches what to print, and the folder of made papers. Promises: both drawings say
 * the same words, every text in them is escaped, and a file that is named in an answer is on the disk whole. Never
 * decides what a paper says, never starts an office suite. Woken by actions; closed by nobody, since nothing stays open.
 */
export { createDocuments, type Documents, type MadePaper } from './documents.ts';
