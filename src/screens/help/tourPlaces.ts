import type { ScreenBook } from '../book.ts';
import type { Route } from '../routes.ts';
import type { TourStep } from './tour.svelte.ts';

/** Where a step happens, and what it points at there. */
interface TourPlace {
  /** Undefined where no such place exists, as in a book without customers. */
  readonly route: (book: ScreenBook) => Promise<Route | undefined> | Route;
  readonly isAt: (route: Route) => boolean;
  /** Selectors, on a phone and elsewhere. */
  readonly phone: string;
  readonly wide: string;
}

const customers: Route = { page: 'list', kind: 'account' };
const isList = (route: Route): boolean => route.page === 'list' && route.kind === 'account';
const isCustomer = (route: Route): boolean => isList(route) && 'id' in route && route.id !== undefined;

/** Steps without a place are shown wherever somebody is. */
export const tourPlaces: Readonly<Partial<Record<TourStep, TourPlace>>> = {
  today: {
    route: () => ({ page: 'today' }),
    isAt: ({ page }) => page === 'today',
    phone: '.today__lede',
    wide: '.today__lede',
  },
  customer: { route: bestCustomer, isAt: isCustomer, phone: '.rec__figures', wide: '.rec__figures' },
  log: {
    route: bestCustomer,
    isAt: isCustomer,
    phone: '.rec__timeline .composer, .panel .composer',
    wide: '.rec__timeline .composer, .panel .composer',
  },
  filter: {
    route: () => customers,
    isAt: (route) => isList(route) && !isCustomer(route),
    phone: '.phone-search__row',
    wide: '.filters .chips',
  },
  command: {
    route: () => customers,
    isAt: () => true,
    phone: '.bottom-bar__item:last-child',
    wide: '.rail__search',
  },
  indices: {
    route: () => ({ page: 'indices' }),
    isAt: ({ page }) => page === 'indices',
    phone: '.indices .tiles',
    wide: '.indices .tiles',
  },
};

/** The customer who has bought most has most to show. */
async function bestCustomer(book: ScreenBook): Promise<Route | undefined> {
  const best = await book.index.query(
    { kind: 'account', sort: { by: 'revenue', descending: true } },
    { offset: 0, limit: 1 },
  );
  const id = best.ok ? best.value.ids[0] : undefined;
  return id === undefined ? undefined : { page: 'list', kind: 'account', id, isFull: true };
}
