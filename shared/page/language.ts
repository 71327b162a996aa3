/** The language that a browser likes best of those that there are, by its Accept-Language (RFC 9110, section 12.5.4). */
export function bestLanguage<Known extends string>(
  accepted: string | null,
  known: readonly Known[],
): Known | undefined {
  const wishes = (accepted ?? '').split(',', 20).map((part) => {
    const [tag = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { language: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
  const best = wishes
    .filter(({ language, quality }) => quality > 0 && known.some((one) => one === language))
    .reduce<{ language: string; quality: number } | undefined>(
      (found, wish) => (found && found.quality >= wish.quality ? found : wish),
      undefined,
    );
  return known.find((one) => one === best?.language);
}
