import { durationOf, type PermissionSet } from './permission-set.ts';

/** The same for Terraform and OpenTofu; what is not known yet is a variable. */
export function terraform(set: PermissionSet): string {
  return [HEAD, providers(), variables(set), instanceOf(set), permissionSet(set), inlinePolicy(set), ASSIGNMENT, OUTPUT]
    .filter(Boolean)
    .join('\n\n');
}

const HEAD = `# For the organization's management account, or the delegated administrator of IAM Identity Center, in its home region.`;

function providers(): string {
  return `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}`;
}

function variables({ group, accounts }: PermissionSet): string {
  return `variable "group_id" {
  description = "Group ID of the people, under Groups in IAM Identity Center"
  type        = string${group ? `\n  default     = ${quoted(group)}` : ''}
}

variable "account_ids" {
  description = "The AWS accounts that pay for Bedrock"
  type        = set(string)${accounts.length > 0 ? `\n  default     = [${accounts.map(quoted).join(', ')}]` : ''}
}`;
}

function instanceOf({ instance }: PermissionSet): string {
  if (instance) return `locals {\n  instance_arn = ${quoted(instance)}\n}`;
  return `data "aws_ssoadmin_instances" "this" {}

locals {
  instance_arn = tolist(data.aws_ssoadmin_instances.this.arns)[0]
}`;
}

function permissionSet(set: PermissionSet): string {
  return `resource "aws_ssoadmin_permission_set" "bedrock" {
  instance_arn     = local.instance_arn
  name             = ${quoted(set.name)}
  description      = ${quoted(set.description)}
  session_duration = ${quoted(durationOf(set))}
}`;
}

/** JSON is an expression of HCL. */
function inlinePolicy({ policy }: PermissionSet): string {
  const json = escaped(JSON.stringify(policy, null, 2)).replaceAll('\n', '\n  ');
  return `resource "aws_ssoadmin_permission_set_inline_policy" "bedrock" {
  instance_arn       = local.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.bedrock.arn
  inline_policy      = jsonencode(${json})
}`;
}

const ASSIGNMENT = `resource "aws_ssoadmin_account_assignment" "bedrock" {
  for_each = var.account_ids

  instance_arn       = local.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.bedrock.arn
  principal_type     = "GROUP"
  principal_id       = var.group_id
  target_type        = "AWS_ACCOUNT"
  target_id          = each.value
}`;

const OUTPUT = `output "role_name" {
  description = "For ssoRoleName in the settings"
  value       = aws_ssoadmin_permission_set.bedrock.name
}`;

function quoted(text: string): string {
  return escaped(JSON.stringify(text));
}

/** Within quotes, HCL takes these for the beginning of a template. */
function escaped(text: string): string {
  return text.replaceAll('${', '$$${').replaceAll('%{', '%%{');
}
