/** Numbers in a typed array that doubles when it is full. */
class Growing<A extends Int32Array | Float64Array> {
  length = 0;
  #items: A;
  readonly #make: (size: number) => A;

  constructor(make: (size: number) => A) {
    this.#make = make;
    this.#items = make(1_024);
  }

  push(value: number): void {
    if (this.length === this.#items.length) {
      const larger = this.#make(this.length * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.length] = value;
    this.length += 1;
  }

  /** The number at a position below `length`. */
  at(position: number): number {
    return this.#items[position] ?? Number.NaN;
  }
}

export class GrowingInts extends Growing<Int32Array> {
  constructor() {
    super((size) => new Int32Array(size));
  }
}

export class GrowingFloats extends Growing<Float64Array> {
  constructor() {
    super((size) => new Float64Array(size));
  }
}
