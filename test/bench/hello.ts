// The least that a compiled program of this runtime can do: the unit of every ratio.
// biome-ignore lint/suspicious/noConsole: it is the program that everybody writes first
console.log('hello');
