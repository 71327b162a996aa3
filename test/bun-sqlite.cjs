// The real module, handed in by environment.cjs: Jest itself can't import what starts with `bun:`.
module.exports = globalThis[Symbol.for('bun:sqlite')];
