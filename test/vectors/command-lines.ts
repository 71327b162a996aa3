/** Each of these is what Python's shlex.split gives, or undefined where it throws. */
export const posixRows: [string, string[] | undefined][] = [
  ['', []],
  ['  /bin/x \t --y\n', ['/bin/x', '--y']],
  [`/x 'a b' "c d" e`, ['/x', 'a b', 'c d', 'e']],
  [`'a\\\\b'"c"`, ['a\\\\bc']],
  ['\\\\\\\\"x"', ['\\\\x']],
  [`a$'b'`, ['a$b']],
  ['C:\\x "y z"', ['C:x', 'y z']],
  ['"a\\$b" "c\\"d" "e\\\\f"', ['a\\$b', 'c"d', 'e\\f']],
  ['a\\ b', ['a b']],
  [`'' "" a`, ['', '', 'a']],
  [`--p='a b'c`, ['--p=a bc']],
  ['a#b #c', ['a#b', '#c']],
  ['a;b&&c|d $HOME `x` $(y) >z', ['a;b&&c|d', '$HOME', '`x`', '$(y)', '>z']],
  ['/x "a', undefined],
  ["/x 'a", undefined],
  ['/x a\\', undefined],
];

/** Each of these is what the AWS CLI's own splitter for Windows gives. */
export const windowsRows: [string, string[] | undefined][] = [
  ['', []],
  ['C:\\bin\\x.exe --y', ['C:\\bin\\x.exe', '--y']],
  ['"C:\\Program Files\\x.exe" \'a b\'', ['C:\\Program Files\\x.exe', "'a", "b'"]],
  ['x "a \\"b\\" c"', ['x', 'a "b" c']],
  ['x "C:\\dir\\\\" d', ['x', 'C:\\dir\\', 'd']],
  ['x a\\\\b \\\\server\\share', ['x', 'a\\\\b', '\\\\server\\share']],
  ['x "" a""b', ['x', '', 'ab']],
  ['x\ta\nb', ['x', 'a\nb']],
  ['x a\\', ['x', 'a\\']],
  ['x "a', undefined],
];
