/** `with { type: 'file' }`: the path of the file, also within a compiled image. */
declare module '*.wasm' {
  const path: string;
  export default path;
}
