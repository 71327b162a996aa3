// Jest runs on Bun (see "test" in package.json), so that tests and product share one runtime.
// swc only strips the types; Bun resolves ES modules itself.
export default {
  testEnvironment: '<rootDir>/test/environment.cjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  moduleNameMapper: {
    '^bun:sqlite$': '<rootDir>/test/bun-sqlite.cjs',
    '/quickjs\\.wasm$': '<rootDir>/test/quickjs-wasm.cjs',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/build/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '/(page|configure)/assets/': '<rootDir>/test/text-transform.cjs',
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'esnext' }, module: { type: 'es6' } }],
  },
  testTimeout: 60_000,
  verbose: true,
  // What a machine lacks is skipped by name.
  reporters: ['default', '<rootDir>/test/skipped-reporter.cjs'],
};
