import type { KeyName } from '../../../shared/policy/keys.ts';
import { nearest } from '../../spelling.ts';
import type { Found, Rule } from '../finding.ts';
import {
  arnParts,
  endpointRegion,
  geographiesFor,
  geographyOf,
  partitionOf,
  portalPartition,
  portalRegion,
  regionNames,
  servesRegion,
} from '../regions.ts';
import type { Subject } from '../subject.ts';
import { eachModel, isArn } from './models.ts';

const REGION = 'inferenceBedrockRegion';
const REGION_KEYS = [REGION, 'inferenceBedrockSsoRegion', 'ssoRegion'] as const;
const SSO_REGIONS = ['inferenceBedrockSsoRegion', 'ssoRegion'] as const;
const PORTAL_KEYS = ['inferenceBedrockSsoStartUrl', 'ssoStartUrl'] as const;

export const regionRules: Rule[] = [
  {
    id: 'unknown-region',
    title: 'A region is none that AWS is known to have.',
    level: 'warning',
    check: (subject) =>
      REGION_KEYS.flatMap((key) => {
        const region = subject.get(key);
        if (!region || partitionOf(region)) return [];
        const meant = nearest(region, regionNames);
        const hint = meant ? `write ${meant}` : 'check its name in the AWS console';
        return [subject.about(key, 'is no region that AWS is known to have', hint)];
      }),
  },
  {
    id: 'partition-mismatch',
    title: 'Bedrock and the sign-in are in different partitions of AWS.',
    level: 'error',
    check: partitionMismatches,
  },
  {
    id: 'portal-region',
    title: 'The start URL is of another region than that of the sign-in.',
    level: 'warning',
    check: (subject) =>
      PORTAL_KEYS.flatMap((key, index) => {
        const [region, other] = [subject.get(SSO_REGIONS[index] ?? 'ssoRegion'), portalRegion(subject.get(key))];
        // In another partition it is told as that.
        if (!region || !other || region === other || partitionOf(region) !== partitionOf(other)) return [];
        const message = `is the portal of ${other}, but ${SSO_REGIONS[index]} is ${region}`;
        return [subject.about(key, message, 'make both of the region of IAM Identity Center')];
      }),
  },
  {
    id: 'endpoint-region',
    title: 'The base URL is of another region than the Bedrock region.',
    level: 'error',
    check: (subject) => {
      const [region, other] = [subject.get(REGION), endpointRegion(subject.get('inferenceBedrockBaseUrl'))];
      if (!region || !other || region === other) return [];
      const message = `is the endpoint of ${other}, but ${REGION} is ${region}: the signature will not fit`;
      return [subject.about('inferenceBedrockBaseUrl', message, 'make both of one region')];
    },
  },
  {
    id: 'model-geography',
    title: 'A model belongs to inference profiles that the region does not serve.',
    level: 'error',
    check: (subject) =>
      eachModel(subject, ({ name }) => {
        const [region, geography] = [subject.get(REGION), geographyOf(name)];
        // An ARN has a region of its own, and a rule for it.
        if (!region || !partitionOf(region) || !geography || isArn(name) || servesRegion(geography, region))
          return undefined;
        const fitting = geographiesFor(region).map((one) => `${one}.`);
        return [
          `begins with ${geography}., but ${REGION} is ${region}`,
          `use one that begins with ${fitting.join(' or ')}`,
        ];
      }),
  },
  {
    id: 'arn-region',
    title: 'An ARN is of another region than the Bedrock region.',
    level: 'error',
    check: (subject) =>
      eachModel(subject, ({ name }) => {
        const [region, arn] = [subject.get(REGION), arnParts(name)];
        if (!region || !arn || arn.region === region || isForeign(arn, region)) return undefined;
        return [`is an ARN of another region than ${REGION} ${region}`, 'use an inference profile of that region'];
      }),
  },
  {
    id: 'arn-partition',
    title: 'An ARN is of another partition of AWS than the Bedrock region.',
    level: 'error',
    check: (subject) =>
      eachModel(subject, ({ name }) => {
        const [region, arn] = [subject.get(REGION), arnParts(name)];
        if (!region || !arn || !isForeign(arn, region)) return undefined;
        const message = `is an ARN of the partition ${arn.partition}, but ${region} is in ${partitionOf(region)}`;
        return [message, `copy the ARN from the console of ${region}`];
      }),
  },
];

function isForeign(arn: { partition: string }, region: string): boolean {
  const own = partitionOf(region);
  return own !== undefined && arn.partition !== own;
}

function partitionMismatches(subject: Subject): Found[] {
  const home = REGION_KEYS.find((key) => partitionOf(subject.get(key)));
  const own = home && partitionOf(subject.get(home));
  if (!own) return [];
  const others: [KeyName, string | undefined][] = [
    ...REGION_KEYS.map((key): [KeyName, string | undefined] => [key, partitionOf(subject.get(key))]),
    ...PORTAL_KEYS.map((key): [KeyName, string | undefined] => [key, portalPartition(subject.get(key))]),
  ];
  return others
    .filter(([, partition]) => partition && partition !== own)
    .map(([key, partition]) => {
      const message = `belongs to the partition ${partition}, but ${home} to ${own}; no sign-in reaches across`;
      return subject.about(key, message, `take the access portal of the partition ${own}, or another region`);
    });
}
