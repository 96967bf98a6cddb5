/* Runs before the first paint, as a file of its own because the page allows no inline script: sets the theme chosen
   earlier, or the system's, on <html>, so that nothing flashes. The switch itself is in theme.ts. */
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem("probata.theme");
  } catch (error) {
    /* storage is blocked: follow the system */
  }
  var dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
