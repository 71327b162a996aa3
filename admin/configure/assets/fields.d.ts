/** The text of a script of the page. */
declare const text: string;
export default text;
