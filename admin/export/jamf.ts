import { jsonText } from '../../shared/json-text.ts';
import { keyNames, keyOf } from '../../shared/policy/keys.ts';
import { DOMAINS } from '../../shared/policy/macos-policy.ts';
import type { Owner } from '../../shared/policy/source.ts';
import type { Normalized } from '../setup/normalized.ts';
import { type ExportedFile, type Format, textFile } from './format.ts';
import { keyHelp } from './key-help.ts';
import { suggestion } from './suggestion.ts';
import { textSchema } from './text-schema.ts';
import { TITLES } from './titles.ts';

/** https://learn.jamf.com/bundle/jamf-pro-documentation-current/page/Custom_Schemas.html */
export const jamf: Format = {
  name: 'jamf',
  title: 'custom schemas of Jamf Pro',
  target: 'darwin',
  template: true,
  secrets: false,
  next: 'in Jamf Pro: Application & Custom Settings, External Applications, Custom Schema; each file with the preference domain of its name',
  files: (setup) => [schemaFile('app', setup), schemaFile('toolkit', setup)],
};

function schemaFile(owner: Owner, setup: Normalized): ExportedFile {
  const names = keyNames.filter((name) => keyOf(name).owner === owner);
  const schema = {
    title: `${TITLES[owner]} (${DOMAINS[owner]})`,
    description: 'Leave a field empty where nothing is to be set.',
    type: 'object',
    // An empty text would be a value of its own.
    options: { remove_empty_properties: true },
    properties: Object.fromEntries(
      names.map((name, index) => {
        const value = suggestion(setup, name);
        const shown = { title: name, description: keyHelp(name), property_order: (index + 1) * 5 };
        return [name, { ...shown, ...textSchema(name), ...(value === undefined ? {} : { default: value }) }];
      }),
    ),
  };
  return textFile(`${DOMAINS[owner]}.json`, `${jsonText(schema, 2)}\n`);
}
