/** How people of a company's identity provider come to the permission set; each by the name of its --format. */
export const federations = {
  entra: () => [ENTRA, AFTER('Microsoft Entra ID')].join('\n\n'),
  okta: () => [OKTA, AFTER('Okta')].join('\n\n'),
} as const;

const ENTRA = `Microsoft Entra ID and IAM Identity Center

People sign in with their Entra ID account; IAM Identity Center passes them on, and gives them the permission set.

1. AWS, in the management account or the delegated administrator: enable IAM Identity Center as an organization instance.
   Its region can't be changed later and becomes ssoRegion; it need not be that of Bedrock.
2. IAM Identity Center > Settings > Identity source > Actions > Change identity source > External identity provider:
   download the service provider metadata.
3. Entra admin center > Enterprise applications > New application > "AWS IAM Identity Center" (from the gallery) >
   Single sign-on > SAML: upload that metadata, and download the federation metadata XML for step 2.
   Name ID: user.userprincipalname, format emailAddress. It must be the userName that step 4 provisions.
4. IAM Identity Center > Settings > Automatic provisioning > Enable: copy the SCIM endpoint and the access token into
   Entra > Provisioning > Automatic. The token ends after a year: note the day.
   Map userPrincipalName to userName; first name, last name and display name must not be empty, or SCIM skips the person.
5. Entra > Users and groups: assign the group of the people who use Claude. Nested groups are not provisioned.
6. When the group is in IAM Identity Center > Groups, its Group ID is what --group and the template ask for.

Conditional access: the sign-in happens in the browser of the person's machine, so that rules for compliant devices and
for MFA hold; a rule that forbids the device code flow of Entra itself is not in the way, since the code is one of AWS.
A sign-in frequency shorter than the portal session has no effect until that session ends.`;

const OKTA = `Okta and IAM Identity Center

People sign in with their Okta account; IAM Identity Center passes them on, and gives them the permission set.

1. AWS, in the management account or the delegated administrator: enable IAM Identity Center as an organization instance.
   Its region can't be changed later and becomes ssoRegion; it need not be that of Bedrock.
2. Okta admin console > Applications > Browse App Catalog > "AWS IAM Identity Center" > Sign On > SAML: copy the metadata.
3. IAM Identity Center > Settings > Identity source > Actions > Change identity source > External identity provider:
   upload Okta's metadata; copy the ACS URL and the issuer URL into Okta's advanced sign-on settings.
   Application username format: Okta username. It must be the userName that step 4 provisions.
4. IAM Identity Center > Settings > Automatic provisioning > Enable: copy the SCIM endpoint (without a slash at its end) and
   the access token into Okta > Provisioning > Integration. The token ends after a year: note the day.
   Provisioning > To App: Create Users, Update User Attributes, Deactivate Users.
5. Okta > Assignments: assign the group of the people who use Claude; Okta > Push Groups: push a group too. Okta advises to
   use two groups, since a group that is assigned and pushed at once may lose members.
6. When the group is in IAM Identity Center > Groups, its Group ID is what --group and the template ask for.

Sign-on policy: the sign-in happens in the browser of the person's machine, so that rules for devices, networks and MFA
hold. An Okta session shorter than the portal session has no effect until that session ends.`;

const AFTER = (provider: string) => `Then

7. Permission set and assignment: bedrock-admin aws permission-set --group ID --account ID, as a stack in the region of step 1.
8. IAM Identity Center > Settings > Authentication > Session settings: the session of the access portal, 8 h unless
   changed, 15 minutes to 90 days. It decides how often people sign in; a working day or more spares them a second time.
   The session duration of the permission set decides how long role credentials live; they are renewed without a person.
9. One person signs in; then bedrock-admin aws record fills in start URL, region, account and role.
10. bedrock-admin aws check, with your own credentials in that account.

When somebody leaves: once ${provider} disables the account, SCIM disables the user in IAM Identity Center, and the portal
session can't be renewed; role credentials that are out live on until they end. To cut those too, put a policy that denies
everything to sessions issued before now on the permission set (aws:TokenIssueTime), and provision it.
Who called what: bedrock-admin aws cloudtrail. The name of a role session is the userName of step 4.`;
