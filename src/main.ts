import './app/invitation.ts';
import { mount } from 'svelte';
import App from './app/App.svelte';
import { fetchFirstScreen } from './app/firstScreen.ts';
import { startTheme } from './app/theme.svelte.ts';
import { startLanguage } from './i18n/language.svelte.ts';
import './ui/styles.css';

fetchFirstScreen(location.hash);
startLanguage();
startTheme();
if (document.documentElement.dataset['locked'] !== undefined)
  void import('./app/lock/startLock.ts').then(({ appLock }) => appLock());

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
mount(App, { target });
