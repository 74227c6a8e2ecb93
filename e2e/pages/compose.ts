/** What a person does to compose a machine, in their words. */
import { expect, type Locator, type Page } from '@playwright/test'

/** From the pod's page. */
export async function openCompose(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Take action' }).first().click()
  await page.getByRole('menuitem', { name: 'Compose' }).click()
  const dialog = page.getByRole('dialog', { name: 'Compose machine' })
  await expect(dialog).toBeVisible()
  return dialog
}

export async function setRatios(page: Page, cpu: string, memory: string): Promise<void> {
  await page.getByRole('tab', { name: 'Configuration' }).click()
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('textbox', { name: 'CPU over commit' }).fill(cpu)
  await page.getByRole('textbox', { name: 'Memory over commit' }).fill(memory)
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('button', { name: 'Edit' })).toBeVisible()
  await page.getByRole('tab', { name: /composed machines/ }).click()
}

/** "3 cores available" */
export async function availableCores(dialog: Locator): Promise<number> {
  const hint = await dialog.getByText(/[\d.]+ cores available/).innerText()
  return Number(/[\d.]+/.exec(hint)?.[0])
}
