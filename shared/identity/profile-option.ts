/** As the AWS CLI and our programs take it: a name that begins with a hyphen would be taken for another option. */
export function profileOption(profile: string): string {
  return profile.startsWith('-') ? `--profile=${profile}` : `--profile ${profile}`;
}
