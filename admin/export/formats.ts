import { admx } from './admx.ts';
import { allowList } from './allow-list.ts';
import { awsConfig } from './aws-config.ts';
import { claudeCode } from './claude-code.ts';
import type { Format } from './format.ts';
import { handOut } from './hand-out.ts';
import { jamf } from './jamf.ts';
import { json } from './json.ts';
import { jsonSchema } from './json-schema.ts';
import { linux } from './linux.ts';
import { mobileconfig } from './mobileconfig.ts';
import { omaUri } from './oma-uri.ts';
import { powershell } from './powershell.ts';
import { profileManifest } from './profile-manifest.ts';
import { reg } from './reg.ts';

/** By system, then what every fleet needs besides. */
export const formats: readonly Format[] = [
  mobileconfig,
  jamf,
  profileManifest,
  reg,
  admx,
  omaUri,
  powershell,
  linux,
  awsConfig,
  claudeCode,
  json,
  jsonSchema,
  allowList,
  handOut,
];
