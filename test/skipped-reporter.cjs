/** Names, at the very end, what this machine lacked: Jest itself only counts it. */
module.exports = class {
  onRunComplete(_, { testResults }) {
    const skipped = testResults.flatMap(({ testResults: tests }) => tests.filter(({ status }) => status === 'pending'));
    if (skipped.length === 0) return;
    const names = skipped.map(({ ancestorTitles, title }) => `  ${[...ancestorTitles, title].join(' > ')}`);
    process.stderr.write(`\nSkipped on this machine:\n${names.join('\n')}\n`);
  }
};
