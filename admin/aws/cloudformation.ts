import { durationOf, GROUP, INSTANCE, type PermissionSet } from './permission-set.ts';

/**
 * A CloudFormation template of it; what is not known yet is a parameter.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_SSO.html
 */
export function cloudFormation(set: PermissionSet): object {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description:
      `${set.description}. A stack of the organization's management account, or of the delegated administrator of IAM ` +
      'Identity Center, in its home region',
    Parameters: parametersOf(set),
    Resources: { PermissionSet: permissionSet(set), ...assignments(set) },
    Outputs: {
      PermissionSetArn: { Description: 'ARN of the permission set', Value: PERMISSION_SET_ARN },
      RoleName: { Description: 'For ssoRoleName in the settings', Value: set.name },
    },
  };
}

const PERMISSION_SET_ARN = { 'Fn::GetAtt': ['PermissionSet', 'PermissionSetArn'] };

function parametersOf({ instance, group, accounts }: PermissionSet): Record<string, object> {
  const parameter = (Description: string, { source }: RegExp, value?: string) => ({
    Type: 'String',
    Description,
    AllowedPattern: source.replaceAll('\\/', '/'),
    ...(value ? { Default: value } : {}),
  });
  return {
    InstanceArn: parameter('Instance ARN of IAM Identity Center, under Settings', INSTANCE, instance),
    GroupId: parameter('Group ID of the people, under Groups', GROUP, group),
    ...(accounts.length > 0 ? {} : { AccountId: parameter('The AWS account that pays for Bedrock', /^\d{12}$/) }),
  };
}

function permissionSet(set: PermissionSet): object {
  return {
    Type: 'AWS::SSO::PermissionSet',
    Properties: {
      InstanceArn: { Ref: 'InstanceArn' },
      Name: set.name,
      Description: set.description,
      SessionDuration: durationOf(set),
      InlinePolicy: set.policy,
    },
  };
}

/** One for each account. */
function assignments({ accounts }: PermissionSet): Record<string, object> {
  if (accounts.length === 0) return { Assignment: assignment({ Ref: 'AccountId' }) };
  return Object.fromEntries(accounts.map((account) => [`Assignment${account}`, assignment(account)]));
}

function assignment(target: string | object): object {
  return {
    Type: 'AWS::SSO::Assignment',
    Properties: {
      InstanceArn: { Ref: 'InstanceArn' },
      PermissionSetArn: PERMISSION_SET_ARN,
      PrincipalType: 'GROUP',
      PrincipalId: { Ref: 'GroupId' },
      TargetType: 'AWS_ACCOUNT',
      TargetId: target,
    },
  };
}
