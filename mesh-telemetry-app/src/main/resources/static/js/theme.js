// Runs before the page is drawn, so that it does not flash in the other colours.
'use strict';
(() => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const stored = () => {
    try {
      return localStorage.getItem('theme');
    } catch {
      return null; // a browser that keeps nothing
    }
  };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);
  const show = () => {
    const button = document.getElementById('theme');
    button?.setAttribute('aria-pressed', String(isDark()));
  };
  const kept = stored();
  if (kept === 'dark' || kept === 'light') {
    root.dataset.theme = kept;
  }
  addEventListener('DOMContentLoaded', () => {
    show();
    document.getElementById('theme').addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      try {
        localStorage.setItem('theme', root.dataset.theme);
      } catch {
        // it holds until the page is left
      }
      show();
    });
  });
  system.addEventListener('change', show);
})();
