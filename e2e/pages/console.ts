/** A machine's console, as a person meets it. */
import { expect, type Locator, type Page } from '@playwright/test'

export async function openConsole(page: Page, hostname: string): Promise<Locator> {
  await page.getByRole('link', { name: 'Machines', exact: true }).click()
  await page.getByRole('rowheader').getByRole('link', { name: hostname }).first().click()
  await page.getByRole('tab', { name: 'Console' }).click()
  const console = page.getByRole('region', { name: `Console of ${hostname}` })
  await expect(console).toBeVisible()
  return console
}

/** Once it is open, there is something to paste into. */
export const expectOpen = (console: Locator) =>
  expect(console.getByRole('button', { name: 'Paste' })).not.toHaveAttribute('aria-disabled')

/** How many colours the screen shows. */
export const coloursOn = (console: Locator): Promise<number> =>
  console.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {}
    return new Set(new Uint32Array(data?.buffer ?? new ArrayBuffer(0))).size
  })
