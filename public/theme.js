// Runs before the first paint, so that a chosen theme and language do not flash. The keys are those of
// src/app/theme.svelte.ts and src/i18n/language.svelte.ts.
(function () {
  var root = document.documentElement;
  root.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  try {
    var theme = localStorage.getItem('rapport.theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    var language = localStorage.getItem('rapport.language');
    if (language === 'zh' || language === 'en') root.lang = language === 'zh' ? 'zh-CN' : 'en';
  } catch {
    root.dataset.storage = 'refused';
  }
})();
