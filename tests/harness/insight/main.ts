import { mount } from 'svelte';
import { setLanguage, startLanguage } from '../../../src/i18n/language.svelte.ts';
import '../../../src/ui/styles.css';
import { madeUpOrders } from '../../support/madeUpOrders.ts';
import Harness from './Harness.svelte';

/** Shows the Insight screen on made-up orders, for looking at it: `?accounts=20000&lang=zh&theme=dark`. */
const query = new URLSearchParams(location.search);
startLanguage();
setLanguage(query.get('lang') === 'zh' ? 'zh' : 'en');
document.documentElement.dataset['theme'] = query.get('theme') ?? 'light';
const target = document.getElementById('app');
if (target === null) throw new Error('no #app');
mount(Harness, { target, props: { columns: madeUpOrders(Number(query.get('accounts') ?? 20_000)) } });
