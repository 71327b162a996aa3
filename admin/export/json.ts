import { jsonText } from '../../shared/json-text.ts';
import { valuesOf } from '../setup/setup.ts';
import { type Format, textFile } from './format.ts';

/** The keys of both owners side by side: what a person's own settings look like, and what every command here reads. */
export const json: Format = {
  name: 'json',
  title: 'settings.json, with the keys of the app and of the toolkit',
  secrets: true,
  next: 'keep it as the source of all other exports, or let BEDROCK_LAUNCHER_CONFIG name it on a test machine',
  files: (setup) => [textFile('settings.json', `${jsonText(valuesOf(setup), 2)}\n`)],
};
