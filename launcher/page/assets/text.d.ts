declare module '*.css' {
  const text: string;
  export default text;
}
declare module '*/shared/page/assets/key.js' {
  const text: string;
  export default text;
}
