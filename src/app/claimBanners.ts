import { formatInstant } from '../i18n/formats.ts';
import { t } from '../i18n/language.svelte.ts';
import { poolTexts } from '../i18n/pool.ts';
import type { ScreenBook } from '../screens/book.ts';
import type { FewRecords } from '../screens/fields/names.svelte.ts';
import { followClaims, readLost } from '../screens/pool/claimWatch.ts';
import { goTo } from '../screens/routes.ts';
import type { Banner } from './banner.ts';

/** Says of each claim that somebody else won who it was, until the member has read it. Returns what ends it. */
export function followClaimBanners(
  book: ScreenBook,
  few: FewRecords,
  show: (banners: readonly Banner[]) => void,
): () => void {
  const words = t(poolTexts).lost;
  return followClaims(book, (lost) => {
    let left = lost;
    const tell = () =>
      show(
        left.map(({ id, kind, name, winner, at }): Banner => {
          const forget = () => {
            readLost(book, id);
            left = left.filter((each) => each.id !== id);
            tell();
          };
          const go = (route: Parameters<typeof goTo>[0]) => () => {
            forget();
            goTo(route);
          };
          return {
            id: `claim ${id}`,
            tone: 'warn',
            icon: 'split',
            title: words.title(few.nameOf(winner), name),
            text: words.text(formatInstant(at)),
            actions: [
              { label: words.open, isMain: true, run: go({ page: 'list', kind, id }) },
              { label: words.others, isMain: false, run: go({ page: 'list', kind, view: 'pool' }) },
            ],
            ondismiss: forget,
          };
        }),
      );
    tell();
  });
}
