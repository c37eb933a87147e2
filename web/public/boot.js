// Before the first paint: the chosen theme and language, so that nothing flashes.
(function () {
  var root = document.documentElement;
  var scheme = null;
  try {
    scheme = localStorage.getItem('tusk-theme');
    var language = localStorage.getItem('tusk-language');
    if (language === 'sv' || language === 'en') root.lang = language;
  } catch {
    scheme = null; // storage is switched off: the system's theme
  }
  if (scheme !== 'light' && scheme !== 'dark') {
    scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  root.setAttribute('data-mantine-color-scheme', scheme);
})();
