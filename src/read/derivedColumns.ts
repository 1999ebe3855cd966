import type { ColumnKey, ListedKind } from './listQuery.ts';
import type { Kept } from './kept.ts';
import type { KindIndex } from './kindIndex.ts';
import { contactCountsOf, OrderSums, revenueInMajor, type OrderFigures } from './orderFigures.ts';
import { activityFiguresOf, openFiguresOf, type ActivityFigures, type OpenFigures } from './workFigures.ts';

type Kinds = Readonly<Record<ListedKind, KindIndex>>;

/**
 * Columns that the index makes from the records of other kinds, each kept while neither kind changes; some are then written over
 * in place, so nobody may hold them beyond a question.
 */
export class DerivedColumns {
  readonly #kinds: Kinds;
  readonly #kept: Kept;
  readonly #orderSums: OrderSums;
  #contactCounts: Float64Array | undefined;
  #scoring: () => Float64Array = () => new Float64Array();

  constructor(kinds: Kinds, kept: Kept) {
    this.#kinds = kinds;
    this.#kept = kept;
    this.#orderSums = new OrderSums(kinds.account, kinds.order);
  }

  /** Scores come from conditions, which come from these columns. */
  scoreBy(scoring: () => Float64Array): void {
    this.#scoring = scoring;
  }

  /** Values by ordinal. Throws for a column that records hold themselves. */
  column(kind: ListedKind, key: ColumnKey): Float64Array {
    switch (`${kind}.${key}`) {
      case 'account.revenue':
        return this.#keep('account', 'order', 'revenue', () => revenueInMajor(this.orders()));
      case 'account.orderCount':
        return this.orders().orders;
      case 'account.lastOrder':
        return this.orders().lastDay;
      case 'account.contactCount':
        return this.contacts();
      case 'account.lastActivity':
      case 'contact.lastActivity':
      case 'lead.lastActivity':
        return this.activities(kind).last;
      case 'account.activityCount':
        return this.activities(kind).count;
      case 'account.openTasks':
        return this.tasks('account').count;
      case 'account.nextTask':
        return this.tasks('account').next;
      case 'deal.nextTask':
        return this.tasks('deal').next;
      case 'lead.score':
        return this.#scoring();
      case 'account.openNeeds':
        return this.needs().count;
      default:
        throw new Error(`${key} of ${kind} is not derived`);
    }
  }

  orders(): OrderFigures {
    return this.#keep('account', 'order', 'orders', () => this.#orderSums.read());
  }

  contacts(): Float64Array {
    const { account, contact } = this.#kinds;
    return this.#keep('account', 'contact', 'contacts', () => {
      return (this.#contactCounts = contactCountsOf(account, contact, this.#contactCounts));
    });
  }

  activities(kind: ListedKind): ActivityFigures {
    const column = kind === 'contact' ? 'contacts' : kind === 'lead' ? 'lead' : 'account';
    return this.#keep(kind, 'activity', `activities of ${kind}`, () =>
      activityFiguresOf(this.#kinds[kind], this.#kinds.activity, column, this.#leadsBeside(kind)),
    );
  }

  tasks(of: 'account' | 'deal'): OpenFigures {
    const asked = { column: of, closed: ['done', 'cancelled'], date: 'due' };
    return this.#keep(of, 'task', `tasks of ${of}`, () =>
      openFiguresOf(this.#kinds[of], this.#kinds.task, asked, this.#leadsBeside(of)),
    );
  }

  needs(): OpenFigures {
    return this.#keep('account', 'need', 'needs', () =>
      openFiguresOf(this.#kinds.account, this.#kinds.need, {
        ...{ column: 'account', closed: ['met', 'declined'], date: 'date' },
      }),
    );
  }

  #leadsBeside(kind: ListedKind): KindIndex | undefined {
    return kind === 'account' ? this.#kinds.lead : undefined;
  }

  #keep<T>(kind: ListedKind, from: ListedKind, key: string, make: () => T): T {
    const leads = kind === 'account' ? this.#kinds.lead.version : 0;
    const stamp = `${this.#kinds[kind].population}.${this.#kinds[from].version}.${String(leads)}`;
    return this.#kept.get(`derived:${key}`, stamp, make);
  }
}
