type Node = Record<string, unknown>;

/**
 * What SARIF 2.1.0 requires and code scanning relies on, by path: a path ends where a value is looked at, `*` stands for
 * each element of a list. (The schema itself is no part of any package here.)
 */
const SHAPE: Record<string, (value: unknown, log: Node) => boolean> = {
  version: (value) => value === '2.1.0',
  $schema: isUri,
  runs: (value) => Array.isArray(value) && value.length === 1,
  'runs.*.columnKind': (value) => value === 'utf16CodeUnits',
  'runs.*.results': Array.isArray,
  'runs.*.tool.driver.name': isText,
  'runs.*.tool.driver.version': isText,
  'runs.*.tool.driver.rules': (value) =>
    Array.isArray(value) && new Set(value.map(({ id }) => id)).size === value.length,
  'runs.*.tool.driver.rules.*.id': isText,
  'runs.*.tool.driver.rules.*.shortDescription.text': (value) => isText(value) && /^[A-Z].*\.$/.test(String(value)),
  'runs.*.tool.driver.rules.*.defaultConfiguration.level': isLevel,
  'runs.*.results.*.ruleId': isText,
  'runs.*.results.*.ruleIndex': Number.isInteger,
  'runs.*.results.*.level': isLevel,
  'runs.*.results.*.message.text': isText,
  'runs.*.results.*.locations': (value) => Array.isArray(value) && value.length === 1,
  'runs.*.results.*.locations.*.logicalLocations.*.fullyQualifiedName': isText,
};

/** Where there is a file. */
const PHYSICAL: typeof SHAPE = {
  'artifactLocation.uri': isUri,
  'region.startLine': (value) => Number.isInteger(value) && Number(value) >= 1,
};

/** What of a log is not as SARIF has it. */
export function faultsIn(log: Node): string[] {
  const physical = valuesAt(log, 'runs.*.results.*.locations.*.physicalLocation').filter(Boolean);
  return [
    ...faults(log, SHAPE),
    ...physical.flatMap((location) => faults(location as Node, PHYSICAL)),
    ...strayRules(log),
  ];
}

function faults(node: Node, shape: typeof SHAPE): string[] {
  return Object.entries(shape).flatMap(([path, holds]) =>
    valuesAt(node, path).every((value) => holds(value, node)) ? [] : [path],
  );
}

/** A rule index must point at the rule of the same ID. */
function strayRules(log: Node): string[] {
  const rules = valuesAt(log, 'runs.*.tool.driver.rules.*.id');
  const results = valuesAt(log, 'runs.*.results.*') as { ruleId: string; ruleIndex: number }[];
  return results.filter(({ ruleId, ruleIndex }) => rules[ruleIndex] !== ruleId).map(({ ruleId }) => ruleId);
}

export function valuesAt(node: unknown, path: string): unknown[] {
  return path
    .split('.')
    .reduce<unknown[]>(
      (found, name) =>
        found.flatMap((one) => (name === '*' ? (one as unknown[]) : [(one as Node | undefined)?.[name]])),
      [node],
    );
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0;
}

function isLevel(value: unknown): boolean {
  return value === 'error' || value === 'warning';
}

/** An absolute one, or a relative one whose letters are all allowed (RFC 3986). */
function isUri(value: unknown): boolean {
  return typeof value === 'string' && /^[\w%.~:/?#@!$&'()*+,;=-]+$/.test(value) && URL.canParse(value, 'file:///');
}
