const { TestEnvironment } = require('jest-environment-node');

/** What Jest needs to know of Bun. */
module.exports = class extends TestEnvironment {
  /** Jest looks for `bun:sqlite` among Node's modules; see bun-sqlite.cjs. */
  async setup() {
    await super.setup();
    this.global[Symbol.for('bun:sqlite')] = require('bun:sqlite');
  }

  /**
   * Jest prints an error's `stack` and expects the message at its head, as V8 puts it. Inside of a test's context Bun's
   * engine leaves it out, so a failed expectation would not say what it expected.
   */
  handleTestEvent({ name, error }) {
    if ((name !== 'test_fn_failure' && name !== 'hook_failure') || !error?.message) return;
    if (!String(error.stack).includes(error.message)) error.stack = `${error.name}: ${error.message}\n${error.stack}`;
  }
};
