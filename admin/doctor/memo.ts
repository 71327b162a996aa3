/** The same answer to everybody: whoever asks first has it found out. */
export function once<Value>(find: () => Promise<Value>): () => Promise<Value> {
  let found: Promise<Value> | undefined;
  return () => {
    found ??= find();
    return found;
  };
}

/** The same for what is found out about something. */
export function memoized<About extends object, Value>(
  find: (about: About) => Promise<Value>,
): (about: About) => Promise<Value> {
  const known = new WeakMap<About, Promise<Value>>();
  return (about) => {
    const found = known.get(about) ?? find(about);
    known.set(about, found);
    return found;
  };
}
