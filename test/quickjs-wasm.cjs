// Jest would run the file; `with { type: 'file' }` asks for its path.
module.exports = require('node:path').join(__dirname, '..', 'node_modules', 'quickjs-wasi', 'quickjs.wasm');
