/** A client of the SDK, which knows where its service is in each partition. */
export interface AwsAddresses {
  config: { endpointProvider(given: { Region: string; UseFIPS: boolean; UseDualStack: boolean }): { url: URL } };
}

/** Where a service is in a region. */
export function awsAddress(
  { config }: AwsAddresses,
  region: string,
  { fips, dualStack } = { fips: false, dualStack: false },
): URL {
  return config.endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualStack }).url;
}
