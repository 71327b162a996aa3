import type { Texts } from './texts.ts';

export const ja: Texts = {
  states: {
    checking: { title: 'お待ちください', text: 'AWS にサインインしているか確認しています。' },
    refreshable: { title: 'お待ちください', text: 'AWS のサインインを更新しています。操作は必要ありません。' },
    preparing: { title: 'お待ちください', text: 'AWS へのサインインを準備しています。' },
    'sign-in-needed': {
      title: 'AWS にサインイン',
      text: 'Claude を使うには、会社のアカウントでサインインしてください。終わるとこのページに戻ります。',
    },
    'signing-in-elsewhere': {
      title: 'すでにサインインの途中です',
      text: '別のブラウザーウィンドウで完了してください。このページは自動的に進みます。',
    },
    live: { title: 'サインインしました', text: 'Claude を開いています。このページは閉じてかまいません。' },
    ready: { title: 'サインインしました', text: '準備ができました。このページは閉じてかまいません。' },
    opened: { title: 'Claude を開きました', text: 'このページは閉じてかまいません。' },
    denied: {
      title: 'サインインが拒否されました',
      text: '間違いであれば、もう一度サインインして、アクセスを許可してください。',
    },
    expired: {
      title: '時間切れです',
      text: '時間内にサインインが完了しませんでした。もう一度始めてください。',
    },
    cancelled: {
      title: 'サインインを中止しました',
      text: 'もう一度始めるには、Bedrock Launcher のアイコンをダブルクリックしてください。このページは閉じてかまいません。',
    },
    'sign-in-failed': {
      title: 'サインインできませんでした',
      text: 'もう一度お試しください。それでもできない場合は、レポートをヘルプデスクに送ってください。',
    },
    offline: {
      title: 'AWS に接続できません',
      text: 'ネットワーク、VPN、プロキシを確認して、もう一度お試しください。このまま Claude を開くこともできますが、応答できない場合があります。',
    },
    slow: {
      title: 'AWS の応答に時間がかかっています',
      text: 'ネットワークを確認して、もう一度お試しください。このまま Claude を開くこともできますが、応答できない場合があります。',
    },
    'no-configuration': {
      title: 'このコンピューターはまだ設定されていません',
      text: 'Amazon Bedrock で Claude を使うための設定がありません。IT 部門に依頼してから、もう一度お試しください。',
    },
    'invalid-configuration': {
      title: '設定に誤りがあります',
      text: 'IT 部門による修正が必要です。レポートを送ってください。',
    },
    'aws-cli-missing': {
      title: 'AWS CLI バージョン 2 がありません',
      text: '会社のサインインには AWS CLI バージョン 2 が必要です。インストールしてから、もう一度お試しください。',
    },
    'keychain-locked': {
      title: 'キーチェーンを開けません',
      text: 'このコンピューターのキーチェーンのロックを解除するか、いったんログアウトしてログインし直してから、もう一度お試しください。',
    },
    'storage-broken': {
      title: 'ファイルを読み書きできません',
      text: 'ディスクの空き容量を確認して、もう一度お試しください。続く場合は、レポートをヘルプデスクに送ってください。',
    },
    'client-missing': {
      title: 'Claude を開けませんでした',
      text: 'プログラムがないか、起動しません。インストールしてから、もう一度お試しください。',
    },
    'access-denied': {
      title: 'AWS に拒否されました',
      text: 'AWS がこのアカウントを受け付けないか、権限が足りません。レポートを IT 部門に送るか、別のアカウントでサインインしてください。',
    },
    broken: {
      title: '問題が発生しました',
      text: 'このプログラムの不具合です。もう一度お試しください。続く場合は、レポートをヘルプデスクに送ってください。',
    },
  },
  compareCode: 'AWS のページにこのコードが表示されていることを確認し、アクセスを許可してください。',
  signInApart: 'Claude を使うには、会社のアカウントでサインインしてください。このページは自動的に進みます。',
  buttons: {
    'sign-in': 'サインイン',
    retry: 'もう一度試す',
    'other-way': '別の方法でサインイン',
    'open-anyway': 'このまま Claude を開く',
    'other-account': '別のアカウントでサインイン',
    'copy-report': 'レポートをコピー',
  },
  byCode: 'コードを使ってサインインする',
  byBrowser: 'コードを使わずにサインインする',
  code: 'あなたのコード',
  copy: 'コピー',
  copied: 'コピーしました',
  selected: '選択しました。キーボードでコピーしてください',
  otherBrowser: '別のブラウザーを使う',
  otherBrowserText: '次のアドレスを開いてください。',
  timeLeft: '残り時間 {time}',
  detail: '起きたこと',
  nextStep: '次の手順',
  report: 'ヘルプデスク用のレポート',
  reportComing: 'ヘルプデスク用のレポートを作成しています…',
  gone: {
    title: 'このサインインは終了しました',
    text: 'もう一度始めるには、Bedrock Launcher のアイコンをダブルクリックしてください。このページは閉じてかまいません。',
  },
  strange: {
    title: '最初のウィンドウで続けてください',
    text: 'このページは別のブラウザーウィンドウのものです。そちらで続けるか、Bedrock Launcher のアイコンをもう一度ダブルクリックしてください。',
  },
  footer: 'Bedrock Launcher はこのコンピューターで動作します。パスワードが会社の外に出ることはありません。',
  notification: {
    soon: {
      title: 'まもなく AWS のサインインが切れます',
      text: '残り {minutes} 分です。今サインインすると、Claude を中断なく使えます。',
    },
    over: { title: 'AWS のサインインが切れました', text: 'Claude を使うには、もう一度サインインしてください。' },
    signIn: 'サインイン',
    later: '後で',
    noBrowser: 'ブラウザーを開けませんでした。次のアドレスをご自分で開いてください:',
  },
};
