import { SaxesParser } from 'saxes';

/** An element of an answer: names without their namespace's prefix, which every maker chooses otherwise. */
export type XmlElement = Readonly<{
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly XmlElement[];
  text: string;
}>;
type Growing = { name: string; attributes: Record<string, string>; children: Growing[]; text: string };

const deepest = 40;
const mostElements = 20_000;

/** Null for what is no XML, or more of it than a camera says. Document types are refused: what they define grows without end. */
export function readXml(text: string): XmlElement | null {
  const root: Growing = { name: '', attributes: {}, children: [], text: '' };
  const open: Growing[] = [root];
  let elements = 0;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('document type');
  });
  parser.on('opentag', ({ local, attributes }) => {
    elements += 1;
    if (open.length > deepest || elements > mostElements) throw new Error('too much');
    const element: Growing = { name: local, attributes: {}, children: [], text: '' };
    for (const each of Object.values(attributes)) element.attributes[each.local] = each.value;
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (piece) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  });
  parser.on('closetag', () => void open.pop());
  try {
    parser.write(text).close();
  } catch {
    return null;
  }
  return root;
}

/** The first element of this name at any depth. */
export function findIn(element: XmlElement | null, name: string): XmlElement | null {
  return element === null ? null : (allIn(element, name)[0] ?? null);
}

/** All elements of this name at any depth, in order; what lies in a found one is not looked through. */
export function allIn(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => (child.name === name ? [child] : allIn(child, name)));
}

/** The text of the first element of this name, without the white space around it. */
export function textIn(element: XmlElement | null, name: string): string | null {
  return findIn(element, name)?.text.trim() ?? null;
}

export function escapeXml(text: string): string {
  return text.replace(/[<>&'"]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
}
