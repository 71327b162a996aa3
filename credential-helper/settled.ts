import { Problem } from '../shared/problem.ts';
import type { Call } from './question.ts';

/**
 * The answer that stands in the settings: a Bedrock API key, as it is. Undefined: it has to be obtained. Throws a Problem
 * (configuration) where the app's credential is none that we could give.
 */
export function settledAnswer({ config, settings, format }: Call): string | undefined {
  // AWS credentials are asked of an identity, whatever the app takes.
  if (!format.needsSettings || !format.writeAsIs) return undefined;
  const credential = config.credential();
  switch (credential.from) {
    case 'identity':
      return undefined;
    case 'settings':
      return format.writeAsIs(credential.token, format.hasHeaders ? config.customHeaders : {});
    case 'gateway':
      throw new Problem(
        'configuration',
        `${settings.placeOf('inferenceProvider')}: inferenceProvider is gateway, which takes no Bedrock token`,
        'set inferenceProvider to bedrock, or name a helper of the gateway in inferenceCredentialHelper',
      );
    case 'app':
      throw new Problem(
        'configuration',
        `${settings.placeOf('inferenceCredentialKind')}: inferenceCredentialKind has the app sign in by itself, so there is no credential to give`,
        'set inferenceCredentialKind to helper-script where the app is to ask this helper',
      );
  }
}
