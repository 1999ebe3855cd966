/** What the editor of a cell tells its grid. */
export interface CellEdit {
  /** It is over. `takesFocus` is false where the person has gone elsewhere. */
  readonly close: (takesFocus: boolean) => void;
  /** It is over, and the next cell that can be changed, or the one before, is next. */
  readonly move: (step: 1 | -1) => void;
}
