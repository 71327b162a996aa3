// What the build takes in as text, by `with { type: 'text' }`, is text here too.
module.exports = {
  process: (text) => ({ code: `module.exports = ${JSON.stringify(text)};` }),
};
