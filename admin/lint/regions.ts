/** The regions of AWS, by partition. A region that is missing here is told as unknown, and nothing else is taken from it. */
const PARTITIONS: Record<string, string> = {
  aws: `us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1 eu-central-1 eu-central-2
    eu-west-1 eu-west-2 eu-west-3 eu-south-1 eu-south-2 eu-north-1 il-central-1 me-south-1 me-central-1 af-south-1
    ap-east-1 ap-east-2 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5
    ap-southeast-6 ap-southeast-7 ap-northeast-1 ap-northeast-2 ap-northeast-3`,
  'aws-us-gov': 'us-gov-east-1 us-gov-west-1',
  'aws-cn': 'cn-north-1 cn-northwest-1',
  'aws-iso': 'us-iso-east-1 us-iso-west-1',
  'aws-iso-b': 'us-isob-east-1 us-isob-west-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-east-1 us-isof-south-1',
  'aws-eusc': 'eusc-de-east-1',
};

const partitions = new Map(
  Object.entries(PARTITIONS).flatMap(([partition, names]) => names.split(/\s+/).map((name) => [name, partition])),
);

export const regionNames = [...partitions.keys()];

export function partitionOf(region: string | undefined): string | undefined {
  return region === undefined ? undefined : partitions.get(region);
}

/** The partition of an access portal by its host; undefined where the host does not tell. */
export function portalPartition(url: string | undefined): string | undefined {
  const host = url && URL.canParse(url) ? new URL(url).hostname : '';
  if (/\.us-gov-home\.awsapps\.com$/.test(host)) return 'aws-us-gov';
  if (/\.awsapps\.cn$/.test(host)) return 'aws-cn';
  if (/\.awsapps\.com$/.test(host)) return 'aws';
  return partitionOf(portalRegion(url));
}

/** The region in the host of an access portal; undefined where the host does not tell. */
export function portalRegion(url: string | undefined): string | undefined {
  const host = url && URL.canParse(url) ? new URL(url).hostname : '';
  return /\.portal\.([a-z0-9-]+)\.app\.(?:aws|amazonwebservices\.com\.cn)$/.exec(host)?.[1];
}

/** The region in the host of a Bedrock endpoint; undefined where it is another host. */
export function endpointRegion(url: string | undefined): string | undefined {
  const host = url && URL.canParse(url) ? new URL(url).hostname : '';
  return BEDROCK_HOST.exec(host)?.[1];
}

const BEDROCK_HOST =
  /(?:^|\.)bedrock(?:-runtime)?(?:-fips)?\.([a-z0-9-]+)\.(?:vpce\.)?(?:amazonaws\.com(?:\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn)$/;

/** From which regions the profiles of a geography can be called: wide, since AWS adds regions to them. */
const GEOGRAPHIES: Record<string, RegExp> = {
  'us-gov': /^us-gov-/,
  us: /^(us-(east|west)|ca|mx|sa)-/,
  ca: /^ca-/,
  eu: /^(eu|il|me|af)-/,
  apac: /^(ap|me|il)-/,
  jp: /^ap-northeast-[13]$/,
  au: /^ap-southeast-[246]$/,
  global: /^(?!us-gov-|cn-|us-iso|eu-iso|eusc-)/,
};

/** The geography that a model's name begins with, of an inference profile. */
export function geographyOf(model: string): string | undefined {
  const [, geography] = /^([a-z-]+)\.[a-z0-9-]+\./.exec(model) ?? [];
  return geography !== undefined && Object.hasOwn(GEOGRAPHIES, geography) ? geography : undefined;
}

export function servesRegion(geography: string, region: string): boolean {
  return GEOGRAPHIES[geography]?.test(region) ?? true;
}

/** The geographies whose profiles can be called from a region, for people. */
export function geographiesFor(region: string): string[] {
  return Object.keys(GEOGRAPHIES).filter((geography) => servesRegion(geography, region));
}

/** The parts of a Bedrock ARN that say where it is. */
export function arnParts(name: string): { partition: string; region: string } | undefined {
  const [, partition, region] = /^arn:(aws[a-z-]*):bedrock:([a-z0-9-]+):/.exec(name) ?? [];
  return partition && region ? { partition, region } : undefined;
}
