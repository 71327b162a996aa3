import type { Texts } from './texts.ts';

export const fr: Texts = {
  states: {
    checking: { title: 'Un instant', text: 'Nous vérifions si vous êtes connecté à AWS.' },
    refreshable: {
      title: 'Un instant',
      text: 'Votre connexion à AWS est en cours de renouvellement. Vous n’avez rien à faire.',
    },
    preparing: { title: 'Un instant', text: 'La connexion à AWS se prépare.' },
    'sign-in-needed': {
      title: 'Connectez-vous à AWS',
      text: 'Pour utiliser Claude, connectez-vous avec votre compte d’entreprise. Vous reviendrez ensuite ici.',
    },
    'signing-in-elsewhere': {
      title: 'Une connexion est déjà en cours',
      text: 'Terminez-la dans l’autre fenêtre du navigateur. Cette page suivra d’elle-même.',
    },
    live: { title: 'Vous êtes connecté', text: 'Claude s’ouvre. Vous pouvez fermer cette page.' },
    ready: { title: 'Vous êtes connecté', text: 'Tout est prêt. Vous pouvez fermer cette page.' },
    opened: { title: 'Claude est ouvert', text: 'Vous pouvez fermer cette page.' },
    denied: {
      title: 'La connexion a été refusée',
      text: 'Si c’était une erreur, reconnectez-vous et autorisez l’accès.',
    },
    expired: {
      title: 'Le temps est écoulé',
      text: 'La connexion n’a pas été terminée à temps. Vous pouvez simplement recommencer.',
    },
    cancelled: {
      title: 'La connexion a été annulée',
      text: 'Double-cliquez sur l’icône de Bedrock Launcher pour recommencer. Vous pouvez fermer cette page.',
    },
    'sign-in-failed': {
      title: 'La connexion a échoué',
      text: 'Réessayez. Si elle échoue encore, envoyez le rapport à votre service d’assistance.',
    },
    offline: {
      title: 'AWS est injoignable',
      text: 'Vérifiez le réseau, le VPN et le proxy, puis réessayez. Vous pouvez ouvrir Claude quand même ; il ne pourra peut-être pas répondre.',
    },
    slow: {
      title: 'AWS met trop de temps à répondre',
      text: 'Vérifiez le réseau, puis réessayez. Vous pouvez ouvrir Claude quand même ; il ne pourra peut-être pas répondre.',
    },
    'no-configuration': {
      title: 'Cet ordinateur n’est pas encore configuré',
      text: 'Il n’y a pas de paramètres pour Claude sur Amazon Bedrock. Demandez-les à votre service informatique, puis réessayez.',
    },
    'invalid-configuration': {
      title: 'Un paramètre est incorrect',
      text: 'Votre service informatique doit le corriger. Envoyez-lui le rapport.',
    },
    'aws-cli-missing': {
      title: 'Il manque AWS CLI version 2',
      text: 'Votre entreprise se connecte avec l’AWS CLI, version 2. Faites-la installer, puis réessayez.',
    },
    'keychain-locked': {
      title: 'Impossible d’ouvrir le trousseau',
      text: 'Déverrouillez le trousseau de cet ordinateur, ou fermez votre session puis rouvrez-la. Réessayez ensuite.',
    },
    'storage-broken': {
      title: 'Un fichier ne peut être lu ou écrit',
      text: 'Vérifiez l’espace disque disponible, puis réessayez. Si cela persiste, envoyez le rapport à votre service d’assistance.',
    },
    'client-missing': {
      title: 'Claude n’a pas pu être ouvert',
      text: 'Le programme est absent ou ne démarre pas. Faites-le installer, puis réessayez.',
    },
    'access-denied': {
      title: 'AWS refuse l’accès',
      text: 'AWS refuse ce compte, ou une autorisation lui manque. Envoyez le rapport à votre service informatique, ou connectez-vous avec un autre compte.',
    },
    broken: {
      title: 'Une erreur s’est produite',
      text: 'C’est un défaut de ce programme. Réessayez ; si cela persiste, envoyez le rapport à votre service d’assistance.',
    },
  },
  compareCode: 'Sur la page d’AWS, vérifiez qu’elle affiche ce code, puis autorisez l’accès.',
  signInApart: 'Pour utiliser Claude, connectez-vous avec votre compte d’entreprise. Cette page suivra d’elle-même.',
  buttons: {
    'sign-in': 'Se connecter',
    retry: 'Réessayer',
    'other-way': 'Se connecter autrement',
    'open-anyway': 'Ouvrir Claude quand même',
    'other-account': 'Se connecter avec un autre compte',
    'copy-report': 'Copier le rapport',
  },
  byCode: 'Se connecter plutôt avec un code',
  byBrowser: 'Se connecter plutôt sans code',
  code: 'Votre code',
  copy: 'Copier',
  copied: 'Copié',
  selected: 'Sélectionné : copiez avec le clavier',
  otherBrowser: 'Utiliser un autre navigateur',
  otherBrowserText: 'Ouvrez-y cette adresse :',
  timeLeft: 'Temps restant : {time}',
  detail: 'Ce qui s’est passé',
  nextStep: 'Prochaine étape',
  report: 'Rapport pour votre service d’assistance',
  reportComing: 'Un rapport pour votre service d’assistance se prépare…',
  gone: {
    title: 'Cette connexion est terminée',
    text: 'Double-cliquez sur l’icône de Bedrock Launcher pour recommencer. Vous pouvez fermer cette page.',
  },
  strange: {
    title: 'Continuez dans la première fenêtre',
    text: 'Cette page appartient à une autre fenêtre du navigateur. Continuez là-bas, ou double-cliquez de nouveau sur l’icône de Bedrock Launcher.',
  },
  footer: 'Bedrock Launcher fonctionne sur cet ordinateur. Votre mot de passe reste dans votre entreprise.',
  notification: {
    soon: {
      title: 'Votre connexion à AWS se termine bientôt',
      text: 'Minutes restantes : {minutes}. Connectez-vous maintenant, et Claude continue sans interruption.',
    },
    over: { title: 'Votre connexion à AWS est terminée', text: 'Reconnectez-vous pour que Claude puisse répondre.' },
    signIn: 'Se connecter',
    later: 'Plus tard',
    noBrowser: 'Aucun navigateur n’a pu être ouvert. Ouvrez vous-même cette adresse :',
  },
};
