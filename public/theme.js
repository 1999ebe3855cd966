// Runs before the first paint, so that a chosen theme and language do not flash, and a locked application shows nothing. The
// keys are those of src/app/theme.svelte.ts, src/i18n/language.svelte.ts and src/app/lock/lockFlag.ts.
(function () {
  var root = document.documentElement;
  root.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  try {
    if (localStorage.getItem('rapport.lock') !== null) root.dataset.locked = '';
    var theme = localStorage.getItem('rapport.theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    var language = localStorage.getItem('rapport.language');
    if (language === 'zh' || language === 'en') root.lang = language === 'zh' ? 'zh-CN' : 'en';
  } catch {
    root.dataset.storage = 'refused';
  }
})();
