import type { Random } from '../../src/domain/random.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import type { Page } from '@playwright/test';
import type { Snapshot } from '../harness/book/snapshot.ts';

/** What a test follows of an account. */
export interface AccountState {
  readonly name: string;
  readonly region: string | undefined;
  readonly isDeleted: boolean;
}

type Change = ReadonlyMap<RecordId, AccountState>;

/** What one person did in one tab: every state that the book has confirmed, and the one step it had not yet. */
export class Person {
  accounts = new Map<RecordId, AccountState>();
  readonly confirmed: string[] = [];
  /** The step in progress: its accounts all changed or none. */
  doubt: { readonly change: Change; readonly created: string | undefined } | undefined;
  readonly #random: Random;
  #undoable: { readonly command: string; readonly before: Change } | undefined;
  #steps = 0;
  #isStopped = false;

  constructor(random: Random, snapshot: Snapshot) {
    this.#random = random;
    this.accounts = accountsOf(snapshot);
  }

  /** Does random steps until the tab is gone or `stop` is called. */
  async work(page: Page): Promise<void> {
    try {
      while (!this.#isStopped) await this.step(page);
    } catch (thrown) {
      if (!isGone(thrown)) throw thrown;
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  async step(page: Page): Promise<void> {
    const draw = this.#random();
    if (draw < 0.15) await this.#create(page);
    else if (draw < 0.3 && this.#undoable !== undefined) await this.#undo(page);
    else if (draw < 0.65) await this.#update(page);
    else await this.#editMany(page);
  }

  async #create(page: Page): Promise<void> {
    const name = `Created ${++this.#steps} ${Math.floor(this.#random() * 1e9)}`;
    this.doubt = { change: new Map(), created: name };
    const id = await page.evaluate((values) => window.harness.create(values), { name });
    this.accounts.set(id, { name, region: undefined, isDeleted: false });
    this.doubt = undefined;
    this.#undoable = undefined;
  }

  async #update(page: Page): Promise<void> {
    const [id] = this.#someIds(1);
    if (id === undefined) return;
    const name = `Updated ${++this.#steps}`;
    await this.#change([id], { name }, () =>
      page.evaluate(([key, values]) => window.harness.update(key, values), [id, { name }] as const),
    );
  }

  async #editMany(page: Page): Promise<void> {
    const ids = this.#someIds(1 + Math.floor(this.#random() * 40));
    const draw = this.#random();
    if (draw < 0.6) {
      const value = `Region ${++this.#steps}`;
      await this.#change(ids, { region: value }, () =>
        page.evaluate(
          ([keys, region]) => window.harness.editMany(keys, { op: 'set', field: 'region', value: region }),
          [ids, value] as const,
        ),
      );
    } else {
      const op = draw < 0.8 ? 'delete' : 'restore';
      await this.#change(ids, { isDeleted: op === 'delete' }, () =>
        page.evaluate(([keys, name]) => window.harness.editMany(keys, { op: name }), [ids, op] as const),
      );
    }
  }

  async #undo(page: Page): Promise<void> {
    const last = this.#undoable;
    if (last === undefined) return;
    this.doubt = { change: last.before, created: undefined };
    this.confirmed.push(await page.evaluate((command) => window.harness.undo(command), last.command));
    this.#settle(last.before);
    this.#undoable = undefined;
  }

  async #change(
    ids: readonly RecordId[],
    part: Partial<AccountState>,
    run: () => Promise<string>,
  ): Promise<void> {
    const before = new Map(ids.flatMap((id) => this.#entry(id)));
    const change = new Map([...before].map(([id, state]) => [id, { ...state, ...part }]));
    this.doubt = { change, created: undefined };
    const command = await run();
    this.confirmed.push(command);
    this.#settle(change);
    this.#undoable = { command, before };
  }

  #settle(change: Change): void {
    for (const [id, state] of change) this.accounts.set(id, state);
    this.doubt = undefined;
  }

  #entry(id: RecordId): [RecordId, AccountState][] {
    const state = this.accounts.get(id);
    return state === undefined ? [] : [[id, state]];
  }

  #someIds(count: number): RecordId[] {
    const ids = [...this.accounts.keys()];
    return [
      ...new Set(Array.from({ length: count }, () => ids[Math.floor(this.#random() * ids.length)] ?? '')),
    ];
  }
}

/**
 * What is wrong with a book after a crash: confirmed states that are not there, a step in progress that was done by half,
 * and commands or records that nobody asked for. Empty where nothing is.
 */
export function lossesOf(person: Person, snapshot: Snapshot): string[] {
  const actual = accountsOf(snapshot);
  const { doubt } = person;
  const done = [...(doubt?.change ?? [])].filter(([id, state]) => isSame(actual.get(id), state)).length;
  const isDone = doubt !== undefined && doubt.change.size > 0 && done === doubt.change.size;
  const losses: string[] = [];
  for (const [id, state] of person.accounts) {
    const expected = isDone ? (doubt.change.get(id) ?? state) : state;
    if (!isSame(actual.get(id), expected)) {
      losses.push(`${id} is ${JSON.stringify(actual.get(id))}, not ${JSON.stringify(expected)}`);
    }
  }
  const extra = [...actual].filter(([id]) => !person.accounts.has(id));
  const isCreated = extra.length === 1 && extra[0]?.[1].name === doubt?.created;
  if (extra.length > 0 && !isCreated) losses.push(`nobody created ${extra.map(([id]) => id).join(', ')}`);
  for (const command of person.confirmed) {
    if (snapshot.commands[command] === undefined) losses.push(`command ${command} is not in the history`);
  }
  return losses;
}

export function accountsOf(snapshot: Snapshot): Map<RecordId, AccountState> {
  return new Map(
    Object.entries(snapshot.accounts).map(([id, { values, isDeleted }]) => [
      id,
      {
        name: textOf(values['name']),
        region: values['region'] === undefined ? undefined : textOf(values['region']),
        isDeleted,
      },
    ]),
  );
}

/** True for what Playwright throws when the page under it has gone. */
export function isGone(thrown: unknown): boolean {
  return thrown instanceof Error && /closed|crashed|detached|destroyed/i.test(thrown.message);
}

function isSame(a: AccountState | undefined, b: AccountState): boolean {
  return a?.name === b.name && a.region === b.region && a.isDeleted === b.isDeleted;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
