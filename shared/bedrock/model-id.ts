/** The prefixes of cross-region inference profiles, each with the regions that may call them. */
const PREFIXES: readonly [string, RegExp][] = [
  ['us-gov', /^us-gov-/],
  ['us', /^(us|ca)-(?!gov-)/],
  ['eu', /^eu-/],
  ['jp', /^ap-northeast-[13]$/],
  ['au', /^ap-southeast-[24]$/],
  ['apac', /^ap-/],
];
const PREFIX = /^(us-gov|us|eu|jp|au|apac|global)\.(?=[a-z])/;

/** The prefix of an inference profile's ID, such as `eu` or `global`; undefined: it is none of a system-defined profile. */
export function prefixOf(id: string): string | undefined {
  return PREFIX.exec(id)?.[1];
}

/** The foundation model that a system-defined inference profile passes on to. */
export function withoutPrefix(id: string): string {
  return id.replace(PREFIX, '');
}

/** The prefixes that can be called from a region, the nearest first; `global` is offered nearly everywhere but in GovCloud. */
export function prefixesFor(region: string): string[] {
  const near = PREFIXES.filter(([, regions]) => regions.test(region)).map(([prefix]) => prefix);
  return region.startsWith('us-gov-') ? near : [...near, 'global'];
}

/** Whether a region's callers can't use that ID, because of the prefix before it. */
export function isOfOtherRegion(id: string, region: string): boolean {
  const prefix = prefixOf(id);
  return prefix !== undefined && !prefixesFor(region).includes(prefix);
}
