/** What gives the app its credential, by the names of inferenceCredentialKind; the gateway is a provider of its own. */
export type Approach = 'static' | 'vendor-profile' | 'interactive' | 'helper-script' | 'gateway';

/** What an approach does with a key: without a required one it can't work. */
type Use = 'required' | 'optional';

/** The approaches that a key belongs to; a key without any serves whichever is chosen. */
export type Uses = Partial<Record<Approach, Use>>;

/** What every approach needs that goes to Bedrock. */
export const bedrockNeeds = {
  static: 'required',
  'vendor-profile': 'required',
  interactive: 'required',
  'helper-script': 'required',
} as const satisfies Uses;
