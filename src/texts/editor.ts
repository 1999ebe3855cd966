import { history, historyKeymap, standardKeymap } from '@codemirror/commands';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { yCollab, yUndoManagerKeymap, ySyncAnnotation } from 'y-codemirror.next';
import { UndoManager, type Text } from 'yjs';
import type { Caret, CaretPlaces } from './liveLink.ts';
import { remoteCarets, showCarets } from './remoteCarets.ts';

/** How an editor shows itself and what it tells. */
export interface EditorOptions {
  /** Read to people who do not see it. */
  readonly label: string;
  readonly placeholder: string;
  /** Further attributes of the element that is written in, such as `aria-invalid`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Longest text, in UTF-16 units. */
  readonly maxLength: number;
  readonly onText?: (text: string) => void;
  readonly onBlur?: () => void;
  /** Something longer than allowed was not taken in. */
  readonly onFull?: () => void;
  /** A word is being composed, as with Chinese input, or no longer. */
  readonly onComposing?: (isComposing: boolean) => void;
}

/** A text on the page. */
export interface Editor {
  readonly focus: () => void;
  readonly change: (options: Pick<EditorOptions, 'label' | 'placeholder' | 'attributes'>) => void;
  readonly destroy: () => void;
}

/** An editor of a text that others may have open as well. */
export interface SharedEditor extends Editor {
  /** Undefined while it is not the one that is written in. */
  readonly selection: { readonly anchor: number; readonly head: number } | undefined;
  /** Writing goes on here. */
  readonly select: (selection: { readonly anchor: number; readonly head: number }) => void;
  readonly showCarets: (carets: readonly Caret[]) => void;
}

/** An editor of a shared text, with undo and redo of what is written in this one. */
export function editShared(
  parent: HTMLElement,
  root: Text,
  options: EditorOptions & { readonly onCaret: (places: CaretPlaces | null) => void },
): SharedEditor {
  const undoManager = new UndoManager(root);
  const { view, ...editor } = makeEditor(parent, root.toJSON(), options, [
    keymap.of(yUndoManagerKeymap),
    yCollab(root, null, { undoManager }),
    remoteCarets(root, options.onCaret),
  ]);
  return {
    ...editor,
    get selection() {
      return view.hasFocus ? view.state.selection.main : undefined;
    },
    select: (selection) => {
      view.focus();
      view.dispatch({ selection });
    },
    showCarets: (carets) => view.dispatch({ effects: showCarets.of(carets) }),
    destroy: () => {
      editor.destroy();
      undoManager.destroy();
    },
  };
}

/** An editor of a text that is a value like another, for forms. */
export function editPlain(parent: HTMLElement, text: string, options: EditorOptions): Editor {
  const { focus, change, destroy } = makeEditor(parent, text, options, [history(), keymap.of(historyKeymap)]);
  return { focus, change, destroy };
}

function makeEditor(
  parent: HTMLElement,
  doc: string,
  options: EditorOptions,
  own: readonly Extension[],
): Editor & { readonly view: EditorView } {
  const shown = new Compartment();
  // Style elements are refused by the content security policy; in a shadow root the editor uses style sheets.
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc,
      extensions: [
        own,
        keymap.of(standardKeymap),
        EditorView.lineWrapping,
        theme,
        shown.of(shownAs(options)),
        limit(options),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) options.onText?.(state.doc.toString());
        }),
        EditorView.domEventHandlers({
          blur: () => options.onBlur?.(),
          compositionstart: () => options.onComposing?.(true),
          compositionend: () => options.onComposing?.(false),
        }),
      ],
    }),
  });
  parent.addEventListener('keydown', keepTyping);
  return {
    view,
    focus: () => view.focus(),
    change: (next) => view.dispatch({ effects: shown.reconfigure(shownAs(next)) }),
    destroy: () => {
      parent.removeEventListener('keydown', keepTyping);
      view.destroy();
    },
  };
}

/**
 * From outside a shadow root nobody sees that a key is typed into a text: letters would count as the page's own keys. Escape,
 * Tab and what the editor leaves alone with Ctrl go on.
 */
function keepTyping(event: KeyboardEvent): void {
  const isForPage = event.key === 'Escape' || event.key === 'Tab' || event.ctrlKey || event.metaKey;
  if (!isForPage || event.defaultPrevented) event.stopPropagation();
}

function shownAs({
  label,
  placeholder: hint,
  attributes = {},
}: Pick<EditorOptions, 'label' | 'placeholder' | 'attributes'>): Extension {
  return [
    placeholder(hint),
    EditorView.contentAttributes.of({
      ...{ 'aria-label': label, 'aria-multiline': 'true', spellcheck: 'true', autocapitalize: 'sentences' },
      ...attributes,
    }),
  ];
}

/** Takes in nothing that makes a text longer than allowed; what others wrote is always shown. */
function limit({ maxLength, onFull }: EditorOptions): Extension {
  return EditorState.transactionFilter.of((transaction) => {
    const { docChanged, newDoc, startState } = transaction;
    const isOfOthers = transaction.annotation(ySyncAnnotation) !== undefined;
    if (!docChanged || isOfOthers || newDoc.length <= Math.max(maxLength, startState.doc.length)) {
      return transaction;
    }
    onFull?.();
    return [];
  });
}

/** Everything about letters and colours comes from where the editor stands. */
const theme = EditorView.theme({
  '&': { color: 'inherit', backgroundColor: 'transparent', minHeight: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit', overflow: 'auto', minHeight: 'inherit' },
  '.cm-content': { padding: '0', caretColor: 'currentColor', minHeight: 'inherit' },
  '.cm-line': { padding: '0' },
  '.cm-placeholder': { color: 'var(--faint)' },
});
