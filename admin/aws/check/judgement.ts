import type { EvaluationResult } from '@aws-sdk/client-iam';
import { Problem } from '../../../shared/problem.ts';
import { type Finding, failure, ok, plain, warning } from '../../doctor/finding.ts';

/** Whether a role may do one thing, and what decides about it. */
export interface Judgement {
  action: string;
  resource: string;
  verdict: Verdict;
  /** The policies that decided. */
  policies: string[];
  /** Keys of conditions that nobody can know beforehand, such as the address of a person's network. */
  unknown: string[];
}

type Verdict = 'allowed' | 'not-allowed' | 'denied' | 'organization' | 'boundary' | 'open';

/** Of several resources the simulation tells each; of none, or of "*", the whole. */
export function judgementsOf(result: EvaluationResult): Judgement[] {
  const { EvalActionName: action = '', OrganizationsDecisionDetail: organization } = result;
  const parts = result.ResourceSpecificResults ?? [];
  const all = parts.length > 0 ? parts : [{ ...result, EvalResourceDecision: result.EvalDecision }];
  return all.map((part) => {
    const unknown = part.MissingContextValues ?? [];
    const boundary = part.PermissionsBoundaryDecisionDetail ?? result.PermissionsBoundaryDecisionDetail;
    return {
      action,
      resource: part.EvalResourceName ?? '*',
      verdict: verdictOf(part.EvalResourceDecision, {
        organization: organization?.AllowedByOrganizations === false,
        boundary: boundary?.AllowedByPermissionsBoundary === false,
        isOpen: unknown.length > 0,
      }),
      policies: (part.MatchedStatements ?? []).map(({ SourcePolicyId }) => SourcePolicyId ?? '').filter(Boolean),
      unknown,
    };
  });
}

function verdictOf(
  decision: string | undefined,
  { organization, boundary, isOpen }: { organization: boolean; boundary: boolean; isOpen: boolean },
): Verdict {
  if (decision === 'allowed') return 'allowed';
  if (organization) return 'organization';
  if (boundary) return 'boundary';
  if (decision !== 'explicitDeny') return 'not-allowed';
  // A denial such as "from elsewhere than our network" holds wherever it is not known where somebody is.
  return isOpen ? 'open' : 'denied';
}

/** What it means, and who can change it; the worst first. */
const WORDS: [Exclude<Verdict, 'allowed'>, words: string, next: string][] = [
  [
    'organization',
    'a policy of the whole organization (SCP) forbids it',
    'ask whoever manages the organization to allow it there; nothing in this account can',
  ],
  ['denied', 'a policy of the role denies it', 'take it out of the statement with "Effect": "Deny"'],
  ['boundary', "the role's permissions boundary does not allow it", 'allow it in the permissions boundary'],
  [
    'not-allowed',
    'no policy of the role allows it',
    "add it to the permission set: 'bedrock-admin aws policy --configured' prints the policy",
  ],
  ['open', 'a condition decides that nobody can know beforehand', 'have a person try it: bedrock-client prove'],
];

const SHOWN = 3;

/** What an action's judgements come to. `isChoice`: the models are those that people chose, so that each must be allowed. */
export function permissionFinding(action: string, judgements: readonly Judgement[], isChoice: boolean): Finding {
  const [id, what] = [`permission.${action.split(':')[1]}`, action];
  const worst = WORDS.find(([verdict]) => judgements.some((one) => one.verdict === verdict));
  const count = (of: readonly Judgement[]) => new Set(of.map(({ resource }) => resource)).size;
  const bare = judgements.every(({ resource }) => resource === '*');
  if (!worst) return ok(id, what, bare ? 'allowed' : `allowed on all ${count(judgements)} resources that calls need`);
  const [verdict, words, next] = worst;
  const wrong = judgements.filter((one) => one.verdict === verdict);
  const where = bare ? '' : `, on ${count(wrong)} of ${count(judgements)} resources that calls need`;
  const details = plain({
    resources: bare ? '' : shown(wrong.map(({ resource }) => resource)),
    policies: shown(wrong.flatMap(({ policies }) => policies)),
    conditions: shown(wrong.flatMap(({ unknown }) => unknown)),
  });
  const isSome = judgements.some((one) => one.verdict === 'allowed');
  // IAM names the keys of all conditions in the policies, whatever they are about.
  const unless = verdict === 'not-allowed' && details['conditions'] ? ', or only on a condition' : '';
  const said = {
    words: `${action} ${verdict === 'open' ? 'may be refused' : 'is not allowed'}${where}: ${words}${unless}`,
    next,
  };
  if (verdict === 'open') return warning(id, what, said, { details });
  // Who may call some of the models that AWS offers may have been meant to: then the settings should name those.
  if (!isChoice && !bare && isSome) return warning(id, what, { ...said, next: 'set inferenceModels' }, { details });
  return failure(id, what, new Problem('awsRefused', said.words, said.next), details);
}

function shown(texts: readonly string[]): string {
  const all = [...new Set(texts)];
  const more = all.length > SHOWN ? ` and ${all.length - SHOWN} more` : '';
  return `${all.slice(0, SHOWN).join(', ')}${more}`;
}
