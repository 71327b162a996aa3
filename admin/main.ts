import { Problem } from '../shared/problem.ts';
import type { Program } from '../shared/program.ts';

export const program: Program = {
  name: 'bedrock-admin',
  help: `bedrock-admin - configures, exports and diagnoses the toolkit

Usage: bedrock-admin --version | --help

This version has no commands yet.`,
  options: {},
  story: async () => {
    throw new Problem('usage', 'this version has no commands yet', "'bedrock-admin --help' says what there is");
  },
};
