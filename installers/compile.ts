/** How every image is compiled, whatever is in it. */
export const compileFlags = [
  '--compile',
  '--bytecode',
  '--minify',
  '--splitting',
  '--format=esm',
  // Our runs are over before optimized code pays: with later tier-up the helper takes 20 ms instead of 23.
  '--compile-jit-policy=20',
  // A credential program must not take settings from the folder that it happens to be started in.
  '--no-compile-autoload-dotenv',
  '--no-compile-autoload-bunfig',
  '--compile-exec-argv=--use-system-ca',
];
