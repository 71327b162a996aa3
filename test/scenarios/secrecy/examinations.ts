import { BEARER, ended, KEY, KEY_ID, live, type Story } from './story.ts';

const doctor = 'bedrock-admin';
/** Below the folder that is ours anyway. */
const BUNDLE = '.local/state/bedrock-launcher/report.zip';

/** The doctor reads all that there is, and packs it for others: nothing of it may be a secret. */
export const examinations: Story[] = [
  {
    name: 'the doctor, with a call and a bundle',
    happens: async (actor) => {
      await live(actor);
      actor.use({
        secureStorage: 'file',
        inferenceBedrockBearerToken: actor.own('bearer token of the settings', BEARER),
      });
      await actor.run(doctor, ['doctor', '--call', '--bundle', `${actor.person.home}/${BUNDLE}`]);
      await actor.run(doctor, ['doctor', '--json']);
      actor.ownVaultKey();
    },
    exitCodes: [0, 0],
  },
  {
    name: 'the doctor, on an access token that has ended',
    happens: async (actor) => {
      await ended(actor);
      actor.use({ secureStorage: 'file' });
      await actor.run(doctor, ['doctor', '--json']);
      actor.ownVaultKey();
    },
    exitCodes: [0],
  },
  {
    name: 'the doctor, on static keys that are dead and shadow the profile',
    happens: async (actor) => {
      actor.own('secret access key of the file', KEY);
      actor.use({ secureStorage: 'file' });
      actor.person.write('.aws/credentials', `[work]\naws_access_key_id = ${KEY_ID}\naws_secret_access_key = ${KEY}\n`);
      await actor.run(doctor, ['doctor']);
    },
    exitCodes: [3],
  },
];
