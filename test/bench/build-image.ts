import { compile } from '../../installers/compile.ts';

const [, , entry = '', outfile = ''] = process.argv;
await compile({ entry, outfile });
