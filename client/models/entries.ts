import { isOfOtherRegion, prefixesFor } from '../../shared/bedrock/model-id.ts';
import type { Config } from '../../shared/policy/config.ts';
import { type Choice, configuredModels } from '../choice.ts';
import type { Offered } from '../source/source.ts';

/** A model, as the list of models shows it. */
export interface Entry {
  id: string;
  label: string;
  /** Whether the settings name it. */
  configured: boolean;
  /** Whether it is the one that is asked where nobody says otherwise. */
  default: boolean;
  /** Whether it can be called, as far as is known; undefined: it is not. */
  usable: boolean | undefined;
  /** Why not, or why it is not known. */
  why?: string;
}

const ARN = /^arn:/;

/**
 * The configured models first, then what else is offered. `offered` is undefined where nobody could be asked; `region` is
 * undefined where none counts. The best of what is offered is the default where none is configured.
 */
export function entriesOf(
  config: Pick<Config, 'models'>,
  offered: readonly Offered[] | undefined,
  best: Offered | undefined,
  region: string | undefined,
): Entry[] {
  const configured = configuredModels(config);
  const named = new Set(configured.map(({ id }) => id));
  const others = (offered ?? []).filter(({ id }) => !named.has(id));
  return [
    ...configured.map((choice, at) => configuredEntry(choice, at === 0, offered, region)),
    ...others.map((other) => ({
      id: other.id,
      label: other.name,
      configured: false,
      default: configured.length === 0 && other === best,
      ...usabilityOf(other),
    })),
  ];
}

function configuredEntry(
  { id, label }: Choice,
  isDefault: boolean,
  offered: readonly Offered[] | undefined,
  region: string | undefined,
): Entry {
  const found = offered?.find((other) => other.id === id);
  const usability = found ? usabilityOf(found) : notOffered(id, offered !== undefined, region);
  return { id, label, configured: true, default: isDefault, ...usability };
}

function usabilityOf({ unusable }: Offered): Pick<Entry, 'usable' | 'why'> {
  return unusable ? { usable: false, why: unusable } : { usable: true };
}

/** Of provisioned throughput, and of what belongs to other accounts, no list tells. */
function notOffered(id: string, isListed: boolean, region: string | undefined): Pick<Entry, 'usable' | 'why'> {
  if (region && isOfOtherRegion(id, region)) {
    const fitting = prefixesFor(region).map((prefix) => `${prefix}.`);
    return { usable: false, why: `its prefix is one of other regions; ${region} has ${fitting.join(', ')}` };
  }
  if (!isListed) return { usable: undefined };
  if (ARN.test(id)) return { usable: undefined, why: 'no list tells of it: --try asks it' };
  return { usable: false, why: region ? `it is not offered in ${region}` : 'it is not offered' };
}
