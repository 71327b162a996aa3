const { createHash } = require('node:crypto');

// What the build takes in as text, by `with { type: 'text' }`, is text here too. Jest takes a script of this package for a module.
const code = (text, path) => `${path.endsWith('.js') ? 'export default' : 'module.exports ='} ${JSON.stringify(text)};`;

module.exports = {
  process: (text, path) => ({ code: code(text, path) }),
  // Or what an older version of this file made would be taken.
  getCacheKey: (text, path) => createHash('sha256').update(code(text, path)).digest('hex'),
};
