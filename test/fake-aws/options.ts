import type { Call } from './calls.ts';
import type { Availability } from './models.ts';
import type { PolicyDocument } from './policy.ts';

export type Decision = 'ask' | 'approve' | 'deny';

/** What somebody may do: what the policy says, else the actions on everything, else everything. */
export interface Permissions {
  actions?: string[];
  policy?: PolicyDocument;
}

/** A permission set assigned to the one person of this AWS. */
export interface Role extends Permissions {
  accountId: string;
  roleName: string;
  sessionSeconds: number;
}

/** Somebody with permanent access keys. */
export interface User extends Permissions {
  accountId: string;
  userName: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** A role that STS lets people assume. Without `trusts` everybody of this AWS may. */
export interface AssumableRole extends Permissions {
  arn: string;
  maxSessionSeconds: number;
  /** Whom it trusts: the ARN of a caller must begin with it. */
  trusts?: string;
  externalId?: string;
  /** The web identity token that it trusts. */
  webIdentityToken?: string;
}

/** What a model is asked, in the form of Anthropic Messages. */
export interface Prompt {
  system?: string;
  max_tokens: number;
  messages: { role: string; content: unknown }[];
}

/** All of it may change while the server runs, except `port` and `tls`. */
export interface FakeAwsOptions {
  port: number;
  tls?: { cert: string; key: string };
  /** Epoch milliseconds. Every expiry, every check and the Date header of every answer come from here. */
  now: () => number;
  /** Home region of the Identity Center. */
  region: string;
  /** The one region in which Bedrock accepts signatures and bearer tokens. */
  bedrockRegion: string;
  startUrl: string;
  roles: Role[];
  users: User[];
  assumableRoles: AssumableRole[];
  accessTokenSeconds: number;
  /** Life of the access-portal session; refreshing stops working after it. */
  portalSessionSeconds: number;
  registrationSeconds: number;
  deviceCodeSeconds: number;
  deviceIntervalSeconds: number;
  authorizationCodeSeconds: number;
  rotateRefreshTokens: boolean;
  /** What the authorize and device pages do: show Allow and Deny, or act at once when visited. */
  decision: Decision;
  /** Text that the model streams, word by word. */
  answer: string;
  /** So many times over. */
  answerTimes: number;
  wordDelayMs: number;
  /** Why the answer ends. */
  stopReason: string;
  /** Told of each prompt that a model takes. */
  hear: (prompt: Prompt) => void;
  /** Model and inference-profile identifiers that exist. */
  models: string[];
  /** Foundation models that exist and can't be called yet, each with what differs from an enabled one. */
  notEnabled: Record<string, Availability>;
  /** Actions that the organization forbids to all of the account (SCP); patterns. */
  forbiddenActions: string[];
  /** Told of each call once it is answered. */
  log: (call: Call) => void;
}

export const defaults: Readonly<FakeAwsOptions> = {
  port: 0,
  now: Date.now,
  region: 'us-east-1',
  bedrockRegion: 'us-east-1',
  startUrl: 'https://example.awsapps.com/start',
  roles: [{ accountId: '111122223333', roleName: 'BedrockUser', sessionSeconds: 43_200 }],
  users: [],
  assumableRoles: [],
  accessTokenSeconds: 3600,
  portalSessionSeconds: 28_800,
  registrationSeconds: 90 * 86_400,
  deviceCodeSeconds: 600,
  deviceIntervalSeconds: 1,
  authorizationCodeSeconds: 60,
  rotateRefreshTokens: true,
  decision: 'ask',
  answer: 'Hello from a Bedrock that never leaves this machine.',
  answerTimes: 1,
  wordDelayMs: 5,
  stopReason: 'end_turn',
  hear: () => {},
  models: [
    'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    'anthropic.claude-3-haiku-20240307-v1:0',
  ],
  notEnabled: {},
  forbiddenActions: [],
  log: () => {},
};
