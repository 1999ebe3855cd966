import { StateEffect, StateField, type EditorState, type Extension, type Range } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import {
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromJSON,
  createRelativePositionFromTypeIndex,
  type Text,
} from 'yjs';
import type { Caret, CaretPlaces, Place } from './liveLink.ts';

/** The carets of others are other ones, or elsewhere. */
export const showCarets = StateEffect.define<readonly Caret[]>();

const carets = StateField.define<readonly Caret[]>({
  create: () => [],
  update: (shown, { effects }) =>
    (effects.findLast((effect) => effect.is(showCarets))?.value as readonly Caret[]) ?? shown,
});

/**
 * Draws the carets and selections of others, with their names, and tells where the own caret is. Names are no part of the text: they
 * stand in attributes, and what reads the text aloud passes them over. Stands after what joins the editor to the Yjs text.
 */
export function remoteCarets(root: Text, onCaret: (places: CaretPlaces | null) => void): Extension {
  const plugin = ViewPlugin.fromClass(
    class {
      decorations: DecorationSet = Decoration.none;

      update({ view, state, docChanged, selectionSet, focusChanged, transactions }: ViewUpdate): void {
        const isTold = transactions.some(({ effects }) => effects.some((effect) => effect.is(showCarets)));
        if (docChanged || isTold) this.decorations = drawn(state, root);
        if (docChanged || selectionSet || focusChanged) onCaret(view.hasFocus ? placesOf(state, root) : null);
      }
    },
    { decorations: (value) => value.decorations },
  );
  return [carets, plugin, theme];
}

function placesOf(state: EditorState, root: Text): CaretPlaces {
  const { anchor, head } = state.selection.main;
  return { anchor: placeAt(root, anchor), head: placeAt(root, head) };
}

function placeAt(root: Text, index: number): Place {
  const { item, assoc } = createRelativePositionFromTypeIndex(root, index);
  return { item: item && { client: item.client, clock: item.clock }, assoc };
}

function drawn(state: EditorState, root: Text): DecorationSet {
  const ranges = state.field(carets).flatMap((caret): Range<Decoration>[] => {
    const index = (place?: Place): number | undefined => indexOf(root, place, state.doc.length);
    const [anchor, head] = [index(caret.places?.anchor), index(caret.places?.head)];
    if (anchor === undefined || head === undefined) return [];
    const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
    const style = `--writer: ${caret.colour}`;
    // Above the first line there is no room for a name.
    const widget = new CaretWidget(caret, state.doc.lineAt(head).number === 1);
    return [
      ...(from < to ? [Decoration.mark({ class: 'cm-others', attributes: { style } }).range(from, to)] : []),
      Decoration.widget({ widget, side: head > anchor ? -1 : 1 }).range(head),
    ];
  });
  return Decoration.set(ranges, true);
}

/** Undefined where the text here does not have the letter yet. */
function indexOf(root: Text, place: Place | undefined, length: number): number | undefined {
  if (place === undefined || root.doc === null) return undefined;
  const relative = createRelativePositionFromJSON({ ...place, tname: place.item === null ? 't' : undefined });
  const index = createAbsolutePositionFromRelativePosition(relative, root.doc)?.index;
  return index === undefined ? undefined : Math.min(index, length);
}

class CaretWidget extends WidgetType {
  readonly #caret: Caret;
  readonly #isFirstLine: boolean;

  constructor(caret: Caret, isFirstLine: boolean) {
    super();
    this.#caret = caret;
    this.#isFirstLine = isFirstLine;
  }

  override eq(other: CaretWidget): boolean {
    const { name, colour } = other.#caret;
    const isAlike = name === this.#caret.name && colour === this.#caret.colour;
    return isAlike && other.#isFirstLine === this.#isFirstLine;
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement('span');
    caret.className = this.#isFirstLine ? 'cm-caret-of cm-caret-of--first' : 'cm-caret-of';
    caret.ariaHidden = 'true';
    caret.dataset['name'] = this.#caret.name;
    caret.style.setProperty('--writer', this.#caret.colour);
    return caret;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/** Letters keep the colours of the page; a writer's own colour is a line, a frame and a tint. */
const theme = EditorView.theme({
  '.cm-others': { backgroundColor: 'color-mix(in srgb, var(--writer) 22%, transparent)' },
  '.cm-caret-of': {
    position: 'relative',
    borderInlineStart: '2px solid var(--writer)',
    marginInline: '-1px',
  },
  '.cm-caret-of::after': {
    content: 'attr(data-name)',
    position: 'absolute',
    insetBlockEnd: '100%',
    insetInlineStart: '-2px',
    maxWidth: '12em',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    padding: '0 4px',
    border: '1px solid var(--writer)',
    borderRadius: '4px 4px 4px 0',
    background: 'var(--surface)',
    color: 'var(--ink)',
    fontSize: '11px',
    lineHeight: '14px',
    pointerEvents: 'none',
    zIndex: '1',
  },
  '.cm-caret-of--first::after': {
    insetBlockEnd: 'auto',
    insetBlockStart: '100%',
    borderRadius: '0 4px 4px 4px',
  },
  // A name beside the edge does not make the text wider.
  '.cm-scroller': { overflowX: 'hidden' },
});
