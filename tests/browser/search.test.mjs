// The search box: keyboard, substrings of either language, by every way to publish.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { buildSite, hostings, launch, open } from './harness.mjs'

let places, browser
before(async () => { places = await hostings(buildSite()); browser = await launch() })
after(async () => { await browser?.close(); places?.forEach(place => place.close()) })

const GUIDE = 'zh-TW/elearn/register.html'

async function search(page, words) {
  await page.keyboard.press('/')
  await page.locator('#search-input').fill(words)
  await page.locator('#search-results .hit').first().waitFor()
}

test('a substring is found and Enter opens its step, wherever the folder lies', async t => {
  for (const place of places) {
    await t.test(place.name, async () => {
      const page = await open(browser)
      await page.goto(place.at + GUIDE)
      await search(page, '新憑證')
      const first = page.locator('#search-results .hit').first()
      assert.match(await first.locator('.hit-title').innerText(), /更新憑證/)
      assert.equal(await first.locator('mark').first().innerText(), '新憑證')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/register.html#renew')
      assert.deepEqual(page.said, [])
      await page.context().close()
    })
  }
})

test('nothing of the index is loaded before the box is used', async () => {
  const page = await open(browser)
  await page.goto(places[1].at + GUIDE)
  assert.deepEqual(page.asked.filter(address => /search/.test(address)), [])
  await search(page, '登入')
  assert.ok(page.asked.some(address => /assets\/search\.js/.test(address)))
  await page.context().close()
})

test('arrow keys move the choice as the combobox pattern has it, and Escape closes', async () => {
  const page = await open(browser)
  await page.goto(places[1].at + GUIDE)
  await page.keyboard.press('Control+k')
  const input = page.locator('#search-input')
  await input.fill('登入')
  await page.locator('.hit').nth(1).waitFor()
  const active = () => input.getAttribute('aria-activedescendant')
  const first = await active()
  await page.keyboard.press('ArrowDown')
  const second = await active()
  assert.notEqual(second, first)
  assert.equal(await page.locator(`#${second}`).getAttribute('aria-selected'), 'true')
  assert.equal(await input.getAttribute('aria-expanded'), 'true')
  assert.match(await page.locator('#search-count').innerText(), /\d/)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('#search').isVisible(), false)
  await page.context().close()
})

test('what only the English text has is found from Chinese, and says so', async () => {
  const page = await open(browser)
  await page.goto(places[1].at + GUIDE)
  await search(page, 'allow pop')
  const hit = page.locator('.hit').first()
  assert.ok(await hit.locator('.found-in').isVisible())
  assert.match(await hit.getAttribute('href'), /zh-TW\//)
  await page.context().close()
})

test('nothing found gives advice and no option', async () => {
  const page = await open(browser)
  await page.goto(places[1].at + GUIDE)
  await page.keyboard.press('/')
  await page.locator('#search-input').fill('龘龘龘')
  await page.locator('.search-none').waitFor()
  assert.equal(await page.locator('.hit').count(), 0)
  await page.context().close()
})
