import { createRoot } from 'react-dom/client';
import { openJoinLine } from '#line/join-line.ts';
import '../ui/tokens.css';
import { languages, WordsProvider, type Language } from '../ui/words.tsx';
import { JoinApp } from './join-app.tsx';
import './join.css';

const tokenKey = 'tarazy.join.token';

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
  const [keptLink, keptToken] = sessionStorage.getItem(tokenKey)?.split(' ') ?? [];
  const line =
    link === ''
      ? null
      : openJoinLine({
          address: `wss://${location.host}/v1/join`,
          link,
          token: keptLink === link ? (keptToken ?? null) : null,
          // It lives as long as the tab: a page that is loaded anew by chance is the same page.
          keepToken: (token) =>
            token === null ? sessionStorage.removeItem(tokenKey) : sessionStorage.setItem(tokenKey, `${link} ${token}`),
          language: languageOfPage,
        });
  createRoot(root).render(
    <WordsProvider window="join" first={browserLanguage()}>
      <JoinApp line={line} />
    </WordsProvider>,
  );
}
