// Runs before the first paint, so that a chosen theme and language do not flash. The keys are those of
// src/app/theme.svelte.ts and src/i18n/language.svelte.ts.
(function () {
  try {
    var theme = localStorage.getItem('rapport.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    var language = localStorage.getItem('rapport.language');
    if (language === 'zh' || language === 'en')
      document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  } catch {
    document.documentElement.dataset.storage = 'refused';
  }
})();
