import { createRoot } from 'react-dom/client';
import { openJoinLine } from '#line/join-line.ts';
import '../ui/tokens.css';
import { languages, WordsProvider, type Language } from '../ui/words.tsx';
import { openDocumentDesk } from './document-desk.ts';
import { JoinApp } from './join-app.tsx';
import './join.css';
import { openPartyMedia } from './party-media.ts';
import { openPrivateMedia } from './private-media.ts';
import { keptToken } from './kept-token.ts';

/** The first of the browser's languages that is ours. */
function browserLanguage(): Language {
  const wished = navigator.languages.map((language) => language.slice(0, 2));
  return wished.flatMap((two) => languages.filter((language) => language === two))[0] ?? 'ru';
}

function languageOfPage(): Language {
  return languages.find((language) => language === document.documentElement.lang) ?? 'ru';
}

const root = document.getElementById('root');
if (root !== null) {
  const link = location.hash.slice(1);
  // Another link in the same tab is another person or another hearing.
  addEventListener('hashchange', () => location.reload());
  const kept = keptToken(link);
  const line =
    link === ''
      ? null
      : openJoinLine({
          address: `wss://${location.host}/v1/join`,
          ...{ link, token: kept.token, keepToken: kept.keep, language: languageOfPage },
        });
  // The hall's line first: it lets go of everything before a private talk opens anything.
  const media = line === null ? null : openPartyMedia(line, navigator.mediaDevices);
  const talk = line === null ? null : openPrivateMedia(line, navigator.mediaDevices);
  createRoot(root).render(
    <WordsProvider window="join" first={browserLanguage()}>
      <JoinApp line={line} media={media} desk={line === null ? null : openDocumentDesk(line)} talk={talk} />
    </WordsProvider>,
  );
}
