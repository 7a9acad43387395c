/* Runs before the first paint, so that nothing flashes or moves: the chosen colours, and whether the home page has a guide to go on with. */
(function () {
  'use strict';
  var root = document.documentElement;
  root.classList.add('js');
  try {
    var theme = localStorage.getItem('stepbook:theme');
    if (theme === 'light' || theme === 'dark') root.setAttribute('data-theme', theme);
    if (localStorage.getItem('stepbook:' + root.getAttribute('data-site'))) root.classList.add('has-progress');
  } catch (refused) { /* Storage is refused: the device decides the colours, and nothing was stored. */ }
})();
