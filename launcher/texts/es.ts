import type { Texts } from './texts.ts';

export const es: Texts = {
  states: {
    checking: { title: 'Un momento', text: 'Comprobando si ha iniciado sesión en AWS.' },
    refreshable: {
      title: 'Un momento',
      text: 'Se está renovando su sesión de AWS. No tiene que hacer nada.',
    },
    preparing: { title: 'Un momento', text: 'Se está preparando el inicio de sesión en AWS.' },
    'sign-in-needed': {
      title: 'Inicie sesión en AWS',
      text: 'Para usar Claude, inicie sesión con su cuenta de empresa. Después volverá aquí.',
    },
    'signing-in-elsewhere': {
      title: 'Ya hay un inicio de sesión en curso',
      text: 'Termínelo en la otra ventana del navegador. Esta página continuará por sí sola.',
    },
    live: { title: 'Ha iniciado sesión', text: 'Claude se está abriendo. Puede cerrar esta página.' },
    ready: { title: 'Ha iniciado sesión', text: 'Todo está listo. Puede cerrar esta página.' },
    opened: { title: 'Claude está abierto', text: 'Puede cerrar esta página.' },
    denied: {
      title: 'Se denegó el inicio de sesión',
      text: 'Si fue un error, inicie sesión de nuevo y permita el acceso.',
    },
    expired: {
      title: 'Se acabó el tiempo',
      text: 'El inicio de sesión no se completó a tiempo. Puede empezarlo de nuevo sin más.',
    },
    cancelled: {
      title: 'Se canceló el inicio de sesión',
      text: 'Haga doble clic en el icono de Bedrock Launcher para empezar de nuevo. Puede cerrar esta página.',
    },
    'sign-in-failed': {
      title: 'El inicio de sesión no funcionó',
      text: 'Inténtelo una vez más. Si vuelve a fallar, envíe el informe a su servicio de asistencia.',
    },
    offline: {
      title: 'No se puede acceder a AWS',
      text: 'Compruebe la red, la VPN y el proxy, e inténtelo de nuevo. Puede abrir Claude de todos modos; quizá no pueda responder.',
    },
    slow: {
      title: 'AWS tarda demasiado en responder',
      text: 'Compruebe la red e inténtelo de nuevo. Puede abrir Claude de todos modos; quizá no pueda responder.',
    },
    'no-configuration': {
      title: 'Este equipo aún no está configurado',
      text: 'No hay ajustes para Claude en Amazon Bedrock. Pídalos a su departamento de TI e inténtelo de nuevo.',
    },
    'invalid-configuration': {
      title: 'Un ajuste es incorrecto',
      text: 'Su departamento de TI debe corregirlo. Envíele el informe.',
    },
    'aws-cli-missing': {
      title: 'Falta AWS CLI versión 2',
      text: 'Su empresa inicia sesión con la AWS CLI, versión 2. Pida que la instalen e inténtelo de nuevo.',
    },
    'keychain-locked': {
      title: 'No se puede abrir el llavero',
      text: 'Desbloquee el llavero de este equipo, o cierre la sesión del equipo y vuelva a entrar. Después inténtelo de nuevo.',
    },
    'storage-broken': {
      title: 'No se puede leer o escribir un archivo',
      text: 'Compruebe el espacio libre en disco e inténtelo de nuevo. Si continúa, envíe el informe a su servicio de asistencia.',
    },
    'client-missing': {
      title: 'No se pudo abrir Claude',
      text: 'El programa falta o no arranca. Pida que lo instalen e inténtelo de nuevo.',
    },
    'access-denied': {
      title: 'AWS no lo permite',
      text: 'AWS rechaza esta cuenta, o le falta un permiso. Envíe el informe a su departamento de informática o inicie sesión con otra cuenta.',
    },
    broken: {
      title: 'Algo salió mal',
      text: 'Es un fallo de este programa. Inténtelo de nuevo; si continúa, envíe el informe a su servicio de asistencia.',
    },
  },
  compareCode: 'En la página de AWS, compruebe que muestra este código y permita el acceso.',
  signInApart: 'Para usar Claude, inicie sesión con su cuenta de empresa. Esta página continúa por sí sola.',
  buttons: {
    'sign-in': 'Iniciar sesión',
    retry: 'Intentar de nuevo',
    'other-way': 'Iniciar sesión de otra forma',
    'open-anyway': 'Abrir Claude de todos modos',
    'other-account': 'Iniciar sesión con otra cuenta',
    'copy-report': 'Copiar informe',
  },
  byCode: 'Iniciar sesión con un código',
  byBrowser: 'Iniciar sesión sin código',
  code: 'Su código',
  copy: 'Copiar',
  copied: 'Copiado',
  selected: 'Seleccionado: cópielo con el teclado',
  otherBrowser: 'Usar otro navegador',
  otherBrowserText: 'Abra allí esta dirección:',
  timeLeft: 'Tiempo restante: {time}',
  detail: 'Qué ha pasado',
  nextStep: 'Siguiente paso',
  report: 'Informe para su servicio de asistencia',
  reportComing: 'Se está preparando un informe para su servicio de asistencia…',
  gone: {
    title: 'Este inicio de sesión ha terminado',
    text: 'Haga doble clic en el icono de Bedrock Launcher para empezar de nuevo. Puede cerrar esta página.',
  },
  strange: {
    title: 'Continúe en la primera ventana',
    text: 'Esta página pertenece a otra ventana del navegador. Continúe allí o haga doble clic de nuevo en el icono de Bedrock Launcher.',
  },
  footer: 'Bedrock Launcher se ejecuta en este equipo. Su contraseña se queda en su empresa.',
  notification: {
    soon: {
      title: 'Su sesión de AWS termina pronto',
      text: 'Minutos restantes: {minutes}. Inicie sesión ahora y Claude seguirá sin interrupción.',
    },
    over: { title: 'Su sesión de AWS ha terminado', text: 'Inicie sesión de nuevo para que Claude pueda responder.' },
    signIn: 'Iniciar sesión',
    later: 'Más tarde',
    noBrowser: 'No se pudo abrir ningún navegador. Abra usted esta dirección:',
  },
};
