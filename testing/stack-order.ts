/** `any` runs as many at once as there is room for; the others wait for what has to be done before. */
export type StackOrder = 'any' | 'producers-first' | 'consumers-first';

/** Runs `work` once for each item, at most `limit` at a time; the results keep the order of the items. */
export async function inOrder<I extends { readonly name: string }, T>(
  items: readonly I[],
  order: StackOrder,
  producersOf: (item: I) => readonly string[],
  limit: number,
  work: (item: I) => Promise<T>,
): Promise<T[]> {
  const room = new Room(limit);
  const started = new Map<string, Promise<T>>();
  const start = (item: I): Promise<T> => {
    const running = started.get(item.name);
    if (running !== undefined) return running;
    const earlier = order === 'any' ? [] : items.filter((other) => other !== item && goesBefore(other, item));
    const result = Promise.all(earlier.map(start)).then(() => room.enter(() => work(item)));
    started.set(item.name, result);
    return result;
  };
  const goesBefore = (other: I, item: I): boolean =>
    order === 'producers-first' ? producersOf(item).includes(other.name) : producersOf(other).includes(item.name);
  // All must end before the caller removes what they work on, also when one has thrown.
  const ended = await Promise.allSettled(items.map(start));
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** Lets a number of tasks in at a time. */
class Room {
  private readonly waiting: (() => void)[] = [];

  public constructor(private free: number) {}

  public async enter<T>(task: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }
}
