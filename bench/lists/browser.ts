/** What somebody sees who looks at the lists: first paint, scrolling, and changes as they come. */
import { type Browser, chromium, type Page } from '@playwright/test'
import { spreadOf } from '../measure.ts'
import { digits, printTable, spreadText } from '../libvirt/report.ts'
import type { Figure } from './budgets.ts'
import { admin, switched, type World } from './world.ts'

const firstViews = 5
const events = 11
/** Pixels of each frame: six rows, at 60 frames per second more than three hundred in a second. */
const step = 300

export async function measureBrowser(
  world: World,
  ending: AsyncDisposableStack,
): Promise<Figure[]> {
  const browser = ending.adopt(
    await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    }),
    (each) => each.close(),
  )
  const cookies = await logIn(browser, world)
  const open = async (path: string) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    await context.addCookies(cookies)
    const page = await context.newPage()
    await page.goto(new URL(path, world.server.url).href)
    await page.getByRole('row').nth(1).waitFor()
    return { page, close: () => context.close() }
  }
  return [
    ...(await measureFirstView(open)),
    ...(await measureScrolling(open)),
    ...(await measureEvents(open, world)),
  ]
}

type Open = (path: string) => Promise<{ page: Page; close: () => Promise<void> }>

async function logIn(browser: Browser, { server }: World) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(server.url)
  await page.getByLabel('User name').fill(admin.username)
  await page.getByLabel('Password').fill(admin.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('heading', { name: 'Pods', exact: true }).waitFor()
  const cookies = await context.cookies()
  await context.close()
  return cookies
}

async function measureFirstView(open: Open): Promise<Figure[]> {
  const rows: string[][] = []
  const figures: Figure[] = []
  for (const path of ['machines', 'pods']) {
    const ms: number[] = []
    for (let run = 0; run < firstViews; run += 1) {
      const { page, close } = await open(path)
      ms.push(await page.evaluate(largestPaint))
      await close()
    }
    const spread = spreadOf(ms)
    rows.push([path, spreadText(spread), String(spread.runs)])
    figures.push({ budget: 'firstView', value: spread.median })
  }
  printTable('First view in a new browser', ['page', 'median ms (min-max)', 'runs'], rows)
  return figures
}

/** In the page. Rows are there; what is painted last has a second to come. */
const largestPaint = () =>
  new Promise<number>((resolve) => {
    let latest = 0
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) latest = Math.max(latest, startTime)
    }).observe({ type: 'largest-contentful-paint', buffered: true })
    setTimeout(() => resolve(latest), 1000)
  })

async function measureScrolling(open: Open): Promise<Figure[]> {
  const { page, close } = await open('machines')
  const still = await page.evaluate(frames, { step: 0, most: 300 })
  const moving = await page.evaluate(frames, { step, most: 5_000 })
  const row = page.getByRole('row').last()
  await row.getByRole('link').first().waitFor()
  const lastRow = await row.getAttribute('aria-rowindex')
  await close()
  const rowOf = (what: string, ms: readonly number[]) => {
    const { median, max } = spreadOf(ms)
    return [
      what,
      digits(median),
      digits(max),
      String(ms.filter((each) => each > 50).length),
      String(ms.length),
    ]
  }
  printTable(
    `Scrolling to row ${lastRow}`,
    ['page', 'median ms', 'longest ms', 'over 50 ms', 'frames'],
    [rowOf('that stands still', still), rowOf('that scrolls', moving)],
  )
  return [{ budget: 'frame', value: Math.max(...moving) }]
}

/** In the page: milliseconds between frames, until the end is reached or there were so many. */
const frames = ({ step: pixels, most }: { step: number; most: number }) =>
  new Promise<number[]>((resolve) => {
    const gaps: number[] = []
    let before = 0
    const frame = (now: number) => {
      if (before > 0) gaps.push(now - before)
      before = now
      scrollBy(0, pixels)
      const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 1
      if (gaps.length >= most || (pixels > 0 && atEnd)) resolve(gaps)
      else requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })

async function measureEvents(open: Open, { virsh }: World): Promise<Figure[]> {
  const { page, close } = await open('machines?sort=-fqdn')
  const row = page.getByRole('row').filter({ hasText: `${switched}.maas` })
  const ms: number[] = []
  for (let run = 0; run < events; run += 1) {
    const isOn = (await row.innerText()).includes('On')
    const seen = row.evaluate(nextChange, isOn ? 'Off' : 'On')
    const startedAt = Date.now()
    await virsh(isOn ? 'destroy' : 'start', switched)
    ms.push((await seen) - startedAt)
    // What comes close behind a change waits its turn.
    await page.waitForTimeout(1_200)
  }
  await close()
  const spread = spreadOf(ms)
  printTable(
    'From starting virsh to the changed row on the screen, before 10,000 machines',
    ['median ms (min-max)', 'runs'],
    [[spreadText(spread), String(spread.runs)]],
  )
  return [{ budget: 'event', value: spread.median }]
}

/** In the page: the time at which the row has the word. */
const nextChange = (row: Element, word: string) =>
  new Promise<number>((resolve) => {
    const body = row.parentElement ?? row
    const look = () => {
      const shown = body.querySelector('[aria-rowindex="2"]')?.textContent ?? ''
      if (!shown.includes(`${word}Virsh`)) return
      watch.disconnect()
      resolve(Date.now())
    }
    const watch = new MutationObserver(look)
    watch.observe(body, { subtree: true, childList: true, characterData: true })
  })
