import type { Texts } from './texts.ts';

export const de: Texts = {
  states: {
    checking: { title: 'Einen Moment', text: 'Es wird geprüft, ob Sie bei AWS angemeldet sind.' },
    refreshable: {
      title: 'Einen Moment',
      text: 'Ihre Anmeldung bei AWS wird erneuert. Sie müssen nichts tun.',
    },
    preparing: { title: 'Einen Moment', text: 'Die Anmeldung bei AWS wird vorbereitet.' },
    'sign-in-needed': {
      title: 'Bei AWS anmelden',
      text: 'Für Claude melden Sie sich bitte mit Ihrem Firmenkonto an. Danach kommen Sie hierher zurück.',
    },
    'signing-in-elsewhere': {
      title: 'Eine Anmeldung läuft bereits',
      text: 'Schließen Sie sie im anderen Browserfenster ab. Diese Seite folgt von selbst.',
    },
    live: { title: 'Sie sind angemeldet', text: 'Claude wird geöffnet. Sie können diese Seite schließen.' },
    ready: { title: 'Sie sind angemeldet', text: 'Alles ist bereit. Sie können diese Seite schließen.' },
    opened: { title: 'Claude ist geöffnet', text: 'Sie können diese Seite schließen.' },
    denied: {
      title: 'Die Anmeldung wurde abgelehnt',
      text: 'Falls das ein Versehen war, melden Sie sich erneut an und erlauben Sie den Zugriff.',
    },
    expired: {
      title: 'Die Zeit ist abgelaufen',
      text: 'Die Anmeldung wurde nicht rechtzeitig abgeschlossen. Sie können sie einfach neu beginnen.',
    },
    cancelled: {
      title: 'Die Anmeldung wurde abgebrochen',
      text: 'Doppelklicken Sie auf das Symbol von Bedrock Launcher, um neu zu beginnen. Sie können diese Seite schließen.',
    },
    'sign-in-failed': {
      title: 'Die Anmeldung ist fehlgeschlagen',
      text: 'Versuchen Sie es noch einmal. Schlägt sie wieder fehl, senden Sie den Bericht an Ihren Helpdesk.',
    },
    offline: {
      title: 'AWS ist nicht erreichbar',
      text: 'Prüfen Sie Netzwerk, VPN und Proxy und versuchen Sie es erneut. Sie können Claude trotzdem öffnen; vielleicht kann es nicht antworten.',
    },
    slow: {
      title: 'AWS antwortet nicht rechtzeitig',
      text: 'Prüfen Sie das Netzwerk und versuchen Sie es erneut. Sie können Claude trotzdem öffnen; vielleicht kann es nicht antworten.',
    },
    'no-configuration': {
      title: 'Dieser Computer ist noch nicht eingerichtet',
      text: 'Es gibt keine Einstellungen für Claude auf Amazon Bedrock. Fragen Sie Ihre IT-Abteilung und versuchen Sie es dann erneut.',
    },
    'invalid-configuration': {
      title: 'Eine Einstellung ist fehlerhaft',
      text: 'Ihre IT-Abteilung muss sie berichtigen. Senden Sie ihr den Bericht.',
    },
    'aws-cli-missing': {
      title: 'Die AWS CLI, Version 2, fehlt',
      text: 'Ihre Firma meldet sich mit der AWS CLI, Version 2, an. Lassen Sie sie installieren und versuchen Sie es dann erneut.',
    },
    'keychain-locked': {
      title: 'Der Schlüsselbund lässt sich nicht öffnen',
      text: 'Entsperren Sie den Schlüsselbund dieses Computers, oder melden Sie sich am Computer ab und wieder an. Versuchen Sie es dann erneut.',
    },
    'storage-broken': {
      title: 'Eine Datei kann nicht gelesen oder geschrieben werden',
      text: 'Prüfen Sie den freien Speicherplatz und versuchen Sie es erneut. Bleibt es so, senden Sie den Bericht an Ihren Helpdesk.',
    },
    'client-missing': {
      title: 'Claude konnte nicht geöffnet werden',
      text: 'Das Programm fehlt oder startet nicht. Lassen Sie es installieren und versuchen Sie es dann erneut.',
    },
    'access-denied': {
      title: 'AWS lehnt ab',
      text: 'AWS weist dieses Konto zurück, oder ihm fehlt eine Berechtigung. Schicken Sie den Bericht an Ihre IT-Abteilung, oder melden Sie sich mit einem anderen Konto an.',
    },
    broken: {
      title: 'Etwas ist schiefgegangen',
      text: 'Das ist ein Fehler dieses Programms. Versuchen Sie es erneut; bleibt es so, senden Sie den Bericht an Ihren Helpdesk.',
    },
  },
  compareCode: 'Prüfen Sie auf der AWS-Seite, dass sie diesen Code zeigt, und erlauben Sie dann den Zugriff.',
  signInApart: 'Für Claude melden Sie sich bitte mit Ihrem Firmenkonto an. Diese Seite geht von selbst weiter.',
  buttons: {
    'sign-in': 'Anmelden',
    retry: 'Erneut versuchen',
    'other-way': 'Anders anmelden',
    'open-anyway': 'Claude trotzdem öffnen',
    'other-account': 'Mit einem anderen Konto anmelden',
    'copy-report': 'Bericht kopieren',
  },
  byCode: 'Stattdessen mit einem Code anmelden',
  byBrowser: 'Stattdessen ohne Code anmelden',
  code: 'Ihr Code',
  copy: 'Kopieren',
  copied: 'Kopiert',
  selected: 'Markiert: mit der Tastatur kopieren',
  otherBrowser: 'Anderen Browser verwenden',
  otherBrowserText: 'Öffnen Sie dort diese Adresse:',
  timeLeft: 'Verbleibende Zeit: {time}',
  detail: 'Was geschehen ist',
  nextStep: 'Nächster Schritt',
  report: 'Bericht für Ihren Helpdesk',
  reportComing: 'Ein Bericht für Ihren Helpdesk wird erstellt …',
  gone: {
    title: 'Diese Anmeldung ist beendet',
    text: 'Doppelklicken Sie auf das Symbol von Bedrock Launcher, um neu zu beginnen. Sie können diese Seite schließen.',
  },
  strange: {
    title: 'Weiter im ersten Fenster',
    text: 'Diese Seite gehört zu einem anderen Browserfenster. Machen Sie dort weiter oder doppelklicken Sie erneut auf das Symbol von Bedrock Launcher.',
  },
  footer: 'Bedrock Launcher läuft auf diesem Computer. Ihr Passwort bleibt bei Ihrer Firma.',
  notification: {
    soon: {
      title: 'Ihre Anmeldung bei AWS endet bald',
      text: 'Verbleibende Minuten: {minutes}. Melden Sie sich jetzt an, dann arbeitet Claude ohne Unterbrechung weiter.',
    },
    over: {
      title: 'Ihre Anmeldung bei AWS ist abgelaufen',
      text: 'Melden Sie sich wieder an, damit Claude antworten kann.',
    },
    signIn: 'Anmelden',
    later: 'Später',
    noBrowser: 'Es ließ sich kein Browser öffnen. Öffnen Sie diese Adresse selbst:',
  },
};
