import { jsonText } from '../../shared/json-text.ts';
import { keyOf } from '../../shared/policy/keys.ts';
import type { Hive } from '../../shared/registry.ts';
import type { Normalized } from '../setup/normalized.ts';
import { ADMX_NAME, admxText } from './admx.ts';
import { categoryPath, type Policy, policies } from './admx-policies.ts';
import { encoded } from './encoded.ts';
import { type Format, textFile } from './format.ts';
import { node, xmlFragment } from './xml.ts';

const POLICY = 'Vendor/MSFT/Policy';
const SCOPES: Record<Hive, string> = { HKLM: './Device', HKCU: './User' };

/** One setting of a custom profile, as Microsoft Graph has it. */
interface OmaSetting {
  displayName: string;
  description: string;
  omaUri: string;
  value: string;
}

/**
 * A custom profile of Intune: it brings the template to the machines, then sets each policy of it.
 * https://learn.microsoft.com/windows/client-management/win32-and-centennial-app-policy-configuration
 */
export const omaUri: Format = {
  name: 'oma-uri',
  title: 'custom profile of Intune (OMA-URI), for Microsoft Graph',
  target: 'win32',
  secrets: true,
  next: 'POST it to https://graph.microsoft.com/v1.0/deviceManagement/deviceConfigurations, or enter its rows in a custom profile; then assign it',
  files(setup, { hive }) {
    const set = policies().filter(({ name }) => setup[keyOf(name).owner][name] !== undefined);
    const rows = [ingestion(), ...set.map((policy) => setting(policy, setup, SCOPES[hive]))];
    const profile = {
      '@odata.type': '#microsoft.graph.windows10CustomConfiguration',
      displayName: 'Claude on Amazon Bedrock',
      description: 'Claude Desktop on Amazon Bedrock, and the sign-in to AWS.',
      omaSettings: rows.map((row) => ({ '@odata.type': '#microsoft.graph.omaSettingString', ...row })),
    };
    return [textFile('bedrock-launcher.oma-uri.json', `${jsonText(profile, 2)}\n`)];
  },
};

/** The template belongs to the machine, whoever gets its policies. */
function ingestion(): OmaSetting {
  return {
    displayName: 'Template',
    description: 'The administrative template in which the policies below are defined.',
    omaUri: `${SCOPES.HKLM}/${POLICY}/ConfigOperations/ADMXInstall/${ADMX_NAME}/Policy/${ADMX_NAME}Admx`,
    value: admxText(),
  };
}

function setting({ name, category, element }: Policy, setup: Normalized, scope: string): OmaSetting {
  const text = encoded(setup[keyOf(name).owner][name]);
  const data = node('data', { id: name, value: text });
  const state = element.kind === 'switch' && text === 'false' ? 'disabled' : 'enabled';
  return {
    displayName: name,
    description: keyOf(name).help,
    omaUri: `${scope}/${POLICY}/Config/${ADMX_NAME}~Policy~${categoryPath(category)}/${name}`,
    value: xmlFragment([node(state), ...(element.kind === 'switch' ? [] : [data])]),
  };
}
