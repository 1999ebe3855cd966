/** A day of birth as people know it: the year is often left out. Month and day count from 1. */
export interface Birthday {
  readonly year: number | undefined;
  readonly month: number;
  readonly day: number;
}

/** A picture that came with a card. */
export interface FoundPhoto {
  /** `image/jpeg` */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * What a card, a signature or a line of text says about one person, or about a company without a person. Texts are empty
 * and lists without elements where it says nothing.
 */
export interface FoundPerson {
  readonly name: string;
  /** True where the name is that of a company. */
  readonly isCompany: boolean;
  readonly company: string;
  readonly title: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly wechat: string;
  readonly website: string;
  readonly address: string;
  readonly birthday: Birthday | undefined;
  readonly notes: string;
  readonly photo?: FoundPhoto;
}

export const nobody: FoundPerson = {
  name: '',
  isCompany: false,
  company: '',
  title: '',
  phones: [],
  emails: [],
  wechat: '',
  website: '',
  address: '',
  birthday: undefined,
  notes: '',
};
