import type { Texts } from './texts.ts';

export const en: Texts = {
  states: {
    checking: { title: 'One moment', text: 'Checking whether you are signed in to AWS.' },
    refreshable: { title: 'One moment', text: 'Your sign-in to AWS is being renewed. You need not do anything.' },
    preparing: { title: 'One moment', text: 'The sign-in to AWS is being prepared.' },
    'sign-in-needed': {
      title: 'Sign in to AWS',
      text: 'Claude needs you to sign in with your company account. You come back here afterwards.',
    },
    'signing-in-elsewhere': {
      title: 'A sign-in is already open',
      text: 'Finish it in the other browser window. This page follows by itself.',
    },
    live: { title: 'You are signed in', text: 'Opening Claude. You can close this page.' },
    ready: { title: 'You are signed in', text: 'Everything is ready. You can close this page.' },
    opened: { title: 'Claude is open', text: 'You can close this page.' },
    denied: { title: 'The sign-in was denied', text: 'If that was a mistake, sign in again and choose Allow.' },
    expired: { title: 'Time ran out', text: 'The sign-in was not finished in time. You can simply start it again.' },
    cancelled: {
      title: 'The sign-in was cancelled',
      text: 'Double-click the Bedrock Launcher icon to start again. You can close this page.',
    },
    'sign-in-failed': {
      title: "The sign-in didn't work",
      text: 'Try once more. If it fails again, send the report to your help desk.',
    },
    offline: {
      title: "AWS can't be reached",
      text: 'Check your network, VPN and proxy, then try again. You can open Claude anyway; it may not be able to answer.',
    },
    slow: {
      title: 'AWS takes too long to answer',
      text: 'Check your network, then try again. You can open Claude anyway; it may not be able to answer.',
    },
    'no-configuration': {
      title: 'This computer is not set up yet',
      text: 'There are no settings for Claude on Amazon Bedrock. Ask your IT department for them, then try again.',
    },
    'invalid-configuration': {
      title: 'A setting is wrong',
      text: 'Your IT department has to correct it. Send them the report.',
    },
    'aws-cli-missing': {
      title: 'AWS CLI version 2 is missing',
      text: 'Your company signs in with the AWS CLI, version 2. Have it installed, then try again.',
    },
    'keychain-locked': {
      title: "The keychain can't be opened",
      text: 'Unlock the keychain of this computer, or log out and in again. Then try again.',
    },
    'storage-broken': {
      title: "A file can't be read or written",
      text: 'Check the free disk space, then try again. If it stays so, send the report to your help desk.',
    },
    'client-missing': {
      title: "Claude couldn't be opened",
      text: 'The program to open is missing or does not start. Have it installed, then try again.',
    },
    'access-denied': {
      title: 'AWS says no',
      text: 'AWS refuses this account, or the account lacks a permission. Send the report to your IT department, or sign in with another account.',
    },
    broken: {
      title: 'Something went wrong',
      text: 'That is a fault of this program. Try again; if it stays so, send the report to your help desk.',
    },
  },
  compareCode: 'On the AWS page, check that it shows this code, then allow the access.',
  signInApart: 'Claude needs you to sign in with your company account. This page follows by itself.',
  buttons: {
    'sign-in': 'Sign in',
    retry: 'Try again',
    'other-way': 'Try the other way',
    'open-anyway': 'Open Claude anyway',
    'other-account': 'Sign in with another account',
    'copy-report': 'Copy report',
  },
  byCode: 'Sign in with a code instead',
  byBrowser: 'Sign in without a code instead',
  code: 'Your code',
  copy: 'Copy',
  copied: 'Copied',
  selected: 'Selected: copy it with the keyboard',
  otherBrowser: 'Use another browser',
  otherBrowserText: 'Open this address there:',
  timeLeft: 'Time left: {time}',
  detail: 'What happened',
  nextStep: 'Next step',
  report: 'Report for your help desk',
  reportComing: 'A report for your help desk is being made…',
  gone: {
    title: 'This sign-in has ended',
    text: 'Double-click the Bedrock Launcher icon to start again. You can close this page.',
  },
  strange: {
    title: 'Go on in the first window',
    text: 'This page belongs to another browser window. Go on there, or double-click the Bedrock Launcher icon again.',
  },
  footer: 'Bedrock Launcher runs on this computer. Your password stays with your company.',
  notification: {
    soon: {
      title: 'Your AWS sign-in ends soon',
      text: 'Minutes left: {minutes}. Sign in now, and Claude goes on without a break.',
    },
    over: { title: 'Your AWS sign-in has ended', text: 'Sign in again so that Claude can answer.' },
    signIn: 'Sign in',
    later: 'Later',
    noBrowser: 'No browser could be opened. Open this address yourself:',
  },
};
