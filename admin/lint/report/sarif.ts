import { isAbsolute, normalize, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { jsonText } from '../../../shared/json-text.ts';
import { version } from '../../../shared/version.ts';
import type { Finding } from '../finding.ts';
import { rules } from '../rules.ts';
import { type Result, sentence } from './result.ts';

/** SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
export function asSarif({ findings }: Result): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'bedrock-admin lint', version, rules: rules.map(described) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map(resultOf),
      },
    ],
  };
  return jsonText(log, 2);
}

function described({ id, title, level }: (typeof rules)[number]): object {
  return { id, shortDescription: { text: title }, defaultConfiguration: { level } };
}

function resultOf(finding: Finding): object {
  const { rule, level, hint } = finding;
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ id }) => id === rule),
    level,
    message: { text: `${sentence(finding)}. To do: ${hint}.` },
    locations: [locationOf(finding)],
  };
}

/** A registry key is no file, and has a name alone. */
function locationOf({ place, file, key, line }: Finding): object {
  const logicalLocations = [{ fullyQualifiedName: key ? `${place} ${key}` : place }];
  if (!file) return { logicalLocations };
  const physicalLocation = { artifactLocation: { uri: uriOf(file) }, region: { startLine: line ?? 1 } };
  return { physicalLocation, logicalLocations };
}

/** Relative where the file was named so: a code scanner looks for it in the repository, where no path begins with a dot. */
function uriOf(file: string): string {
  return isAbsolute(file) ? pathToFileURL(file).href : normalize(file).split(sep).map(encodeURIComponent).join('/');
}
