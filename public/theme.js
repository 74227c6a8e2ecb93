// Runs before the first paint, so that no light page flashes at night. The page's own code takes over later.
;(function () {
  var chosen = null
  try {
    chosen = localStorage.getItem('podyard-theme')
  } catch {
    // storage may be forbidden
  }
  var dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
