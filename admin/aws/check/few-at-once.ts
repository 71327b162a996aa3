/** So many at once throttle nobody. */
const AT_ONCE = 4;

/** What comes of each, a few at a time, in their order. */
export async function fewAtOnce<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...items.keys()];
  const work = async () => {
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) results[at] = await act(items[at] as Item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
