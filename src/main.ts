import './app/invitation.ts';
import { mount } from 'svelte';
import App from './app/App.svelte';
import { fetchFirstScreen } from './app/firstScreen.ts';
import { startTheme } from './app/theme.svelte.ts';
import { startLanguage } from './i18n/language.svelte.ts';
import './ui/styles.css';

fetchFirstScreen(location.hash);
startTheme();
const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
// Not awaited here: the file of texts uses modules of this one's bundle, and would wait for it in turn.
void startLanguage().then(() => {
  if (document.documentElement.dataset['locked'] !== undefined)
    void import('./app/lock/startLock.ts').then(({ appLock }) => appLock());
  mount(App, { target });
});
