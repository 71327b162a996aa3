/** English stands where a system asks in no language; the others are what the sign-in page speaks too. */
export const languages = ['en', 'de', 'fr', 'ja', 'es'] as const;

export type Language = (typeof languages)[number];

type Words = Record<Language, string>;

/** What a person reads of the product in menus and software centres. The name is the same everywhere. */
export const words = {
  kind: {
    en: 'AI assistant',
    de: 'KI-Assistent',
    fr: 'Assistant IA',
    ja: 'AI アシスタント',
    es: 'Asistente de IA',
  },
  /** At most 90 characters, no full stop at the end. */
  summary: {
    en: 'Sign in to AWS and open Claude on Amazon Bedrock',
    de: 'Bei AWS anmelden und Claude auf Amazon Bedrock öffnen',
    fr: 'Se connecter à AWS et ouvrir Claude sur Amazon Bedrock',
    ja: 'AWS にサインインして Amazon Bedrock の Claude を開く',
    es: 'Iniciar sesión en AWS y abrir Claude en Amazon Bedrock',
  },
  /** What people may type to find it, divided by semicolons. */
  keywords: {
    en: 'claude;bedrock;aws;sign in;login;sso;',
    de: 'claude;bedrock;aws;anmelden;anmeldung;sso;',
    fr: 'claude;bedrock;aws;connexion;se connecter;sso;',
    ja: 'claude;bedrock;aws;サインイン;ログイン;sso;',
    es: 'claude;bedrock;aws;iniciar sesión;acceso;sso;',
  },
} as const satisfies Record<string, Words>;

/** The paragraphs of the description. */
export const description: readonly Words[] = [
  {
    en: 'A double-click takes you to a working Claude on Amazon Bedrock. If your session at AWS has ended, your browser opens for the sign-in; if it lives, nothing asks you anything.',
    de: 'Ein Doppelklick führt zu einem einsatzbereiten Claude auf Amazon Bedrock. Ist Ihre Sitzung bei AWS abgelaufen, öffnet sich der Browser für die Anmeldung; läuft sie noch, werden Sie nichts gefragt.',
    fr: "Un double-clic vous mène à un Claude prêt à l'emploi sur Amazon Bedrock. Si votre session AWS est terminée, votre navigateur s'ouvre pour la connexion ; si elle est encore valide, rien ne vous est demandé.",
    ja: 'ダブルクリックするだけで、Amazon Bedrock の Claude を使い始められます。AWS のセッションが終了している場合はブラウザーでサインイン画面が開き、有効な場合は何も尋ねられません。',
    es: 'Un doble clic le lleva a Claude en Amazon Bedrock, listo para usar. Si su sesión de AWS ha terminado, se abre el navegador para iniciar sesión; si sigue activa, no se le pregunta nada.',
  },
  {
    en: 'While you work, Claude gets a fresh credential whenever it needs one. What is kept on this computer is encrypted under a key in your keyring.',
    de: 'Während Sie arbeiten, erhält Claude neue Zugangsdaten, sobald es welche braucht. Was auf diesem Computer aufbewahrt wird, ist mit einem Schlüssel aus Ihrem Schlüsselbund verschlüsselt.',
    fr: "Pendant que vous travaillez, Claude reçoit de nouveaux identifiants dès qu'il en a besoin. Ce qui est conservé sur cet ordinateur est chiffré par une clé de votre trousseau.",
    ja: '作業中も、Claude は必要なときに新しい認証情報を受け取ります。このコンピューターに保存される情報は、キーリングの鍵で暗号化されます。',
    es: 'Mientras trabaja, Claude recibe credenciales nuevas cada vez que las necesita. Lo que se guarda en este equipo está cifrado con una clave de su depósito de claves.',
  },
  {
    en: 'This project is not affiliated with Anthropic or Amazon Web Services.',
    de: 'Dieses Projekt steht in keiner Verbindung zu Anthropic oder Amazon Web Services.',
    fr: "Ce projet n'est affilié ni à Anthropic ni à Amazon Web Services.",
    ja: 'このプロジェクトは Anthropic および Amazon Web Services とは関係ありません。',
    es: 'Este proyecto no está afiliado a Anthropic ni a Amazon Web Services.',
  },
];
