import type { PolicyOrder } from '../../../admin/aws/policy.ts';

/** An order for one model in one region, with what a test changes of it. */
export function orderOf(changes: Partial<PolicyOrder> = {}): PolicyOrder {
  return {
    approach: 'helper-script',
    regions: ['us-east-1'],
    models: ['us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    accounts: [],
    discovery: true,
    ...changes,
  };
}

export const GROUP_ID = '90676a1b2c-0a1b2c3d-1111-2222-3333-0a1b2c3d4e5f';
export const INSTANCE_ARN = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';
