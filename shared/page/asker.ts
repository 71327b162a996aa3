/** Browsers say where a request comes from since 2020 to 2023 (Fetch Metadata); a program that is none never does. */
export function isOldBrowser(request: Request): boolean {
  return !request.headers.has('sec-fetch-mode');
}

/** A window of its own that the person has in front of them: no frame, no image, nothing that is fetched in advance. */
export function isNavigation({ headers }: Request): boolean {
  const advance = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) => headers.has(name));
  const is = (name: string, wanted: string) => (headers.get(name) ?? wanted) === wanted;
  return !advance && is('sec-fetch-mode', 'navigate') && is('sec-fetch-dest', 'document');
}
