import type { Owner } from '../../shared/policy/source.ts';

/** What the lists of an MDM call the settings of each owner. */
export const TITLES: Record<Owner, string> = { app: 'Claude Desktop on Amazon Bedrock', toolkit: 'Bedrock Launcher' };
