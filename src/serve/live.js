// The preview's own script: reloads a page when it was built anew, at the place where it was read.
//
// All tabs of one browser share one stream of events: browsers open only six connections to a server, and the preview
// should not use them up. The tab that holds the lock listens and passes the news on.
'use strict'
{
  const PLACE = 'stepbook:preview-place'
  const here = decodeURIComponent(location.pathname).replace(/^\//, '').replace(/(^|\/)$/, '$1index.html')
  const channel = new BroadcastChannel('stepbook:preview')

  const saved = JSON.parse(sessionStorage.getItem(PLACE) ?? 'null')
  sessionStorage.removeItem(PLACE)
  if (saved?.path === location.pathname) {
    history.scrollRestoration = 'manual'
    const back = () => scrollTo({ left: 0, top: saved.top, behavior: 'instant' })
    back()
    addEventListener('load', back, { once: true })
  }

  const hear = news => {
    // A page shows its own text; styles, scripts and pictures may show on any page.
    const concerned = news.all || news.changed.includes(here) || news.changed.some(path => !path.endsWith('.html') && !path.startsWith('search/'))
    if (!concerned) return
    sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, top: scrollY }))
    location.reload()
  }
  channel.onmessage = message => hear(message.data)

  const listen = () => new Promise(() => {
    const events = new EventSource('/__stepbook/events')
    let lost = false
    events.onmessage = message => {
      const news = JSON.parse(message.data)
      channel.postMessage(news)
      hear(news)
    }
    events.onerror = () => { lost = true }
    // The preview was started again: what it shows now may be newer than this page.
    events.onopen = () => {
      if (!lost) return
      const news = { all: true, changed: [] }
      channel.postMessage(news)
      hear(news)
    }
  })
  if (navigator.locks) navigator.locks.request('stepbook:preview', listen)
  else listen()

  document.querySelector('#sb-findings .sb-close')?.addEventListener('click', event => event.target.closest('#sb-findings').remove())
}
