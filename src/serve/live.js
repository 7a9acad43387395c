// The preview's own script: reloads a page when it was built again, at the place where it was read.
//
// All tabs of one browser share one stream of events: browsers open only six connections to a server, and the preview
// should not use them up. The tab that holds the lock listens and passes the news on. Every page knows the version it
// was made of, and a tab that comes asks for the latest one, so that a save while it was loading is not missed.
'use strict'
{
  const PLACE = 'stepbook:preview-place'
  const here = decodeURIComponent(location.pathname).replace(/^\//, '').replace(/(^|\/)$/, '$1index.html')
  const channel = new BroadcastChannel('stepbook:preview')
  let version = Number(document.currentScript.dataset.version)
  let latest = null

  const saved = JSON.parse(sessionStorage.getItem(PLACE) ?? 'null')
  sessionStorage.removeItem(PLACE)
  if (saved?.path === location.pathname) {
    history.scrollRestoration = 'manual'
    const back = () => scrollTo({ left: 0, top: saved.top, behavior: 'instant' })
    back()
    addEventListener('load', back, { once: true })
  }

  const hear = news => {
    if (news.version === version) return
    // A page shows its own text; styles, scripts and pictures may show on any page.
    const concerned = news.all || news.changed.includes(here) || news.changed.some(path => !path.endsWith('.html') && !path.startsWith('search/'))
    if (!concerned) { version = news.version; return }
    sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, top: scrollY }))
    location.reload()
  }
  channel.onmessage = ({ data }) => {
    if (data === 'latest?') { if (latest !== null) channel.postMessage({ version: latest, all: true, changed: [] }) }
    else hear(data)
  }
  channel.postMessage('latest?')

  // Also after the preview was started again, the first event tells the version that there is now.
  const listen = () => new Promise(() => {
    new EventSource('/__stepbook/events').onmessage = message => {
      const news = JSON.parse(message.data)
      latest = news.version
      channel.postMessage(news)
      hear(news)
    }
  })
  if (navigator.locks) navigator.locks.request('stepbook:preview', listen)
  else listen()

  document.querySelector('#sb-findings .sb-close')?.addEventListener('click', event => event.target.closest('#sb-findings').remove())
}
