import { writeSync } from 'node:fs';

// The least that a compiled program of this runtime can do: the unit of every ratio.
writeSync(1, 'hello\n');
