/** What a person does on the Pods pages, in their words. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { Entry } from '../world/world.ts'

export type Wanted = Entry & { name?: string; zone?: string }

export async function openAddPod(page: Page): Promise<Locator> {
  await page.getByRole('link', { name: 'Add pod' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add pod' })
  await expect(dialog).toBeVisible()
  return dialog
}

export async function fillPod(dialog: Locator, wanted: Wanted): Promise<void> {
  if (wanted.name !== undefined) await dialog.getByLabel('Name', { exact: true }).fill(wanted.name)
  if (wanted.zone !== undefined) await dialog.getByLabel('Zone').selectOption(wanted.zone)
  await dialog.getByLabel('Virsh address').fill(wanted.address)
  if (wanted.password !== undefined) {
    await dialog.getByLabel('Virsh password (optional)').fill(wanted.password)
  }
}

/** From the dialog to the new pod's page, by way of the fingerprint. */
export async function addPod(page: Page, wanted: Wanted): Promise<void> {
  const dialog = await openAddPod(page)
  await fillPod(dialog, wanted)
  await dialog.getByRole('button', { name: 'Save pod' }).click()
  await dialog.getByRole('button', { name: 'Trust and continue' }).click()
  await expect(dialog).toBeHidden()
  await expect(page).toHaveURL(/\/pods\/\d+/)
}

/** The cell of the row that mentions a name, under a column heading. */
export async function cell(page: Page, name: string, column: string): Promise<Locator> {
  await page.getByRole('columnheader').filter({ hasText: column }).first().waitFor()
  const headings = await page.getByRole('columnheader').allInnerTexts()
  const index = headings.findIndex((heading) => heading.trim().startsWith(column))
  expect(index, `a column ${column} among ${headings.join(', ')}`).not.toBe(-1)
  return page
    .getByRole('row')
    .filter({ hasText: name })
    .locator(':scope > th, :scope > td')
    .nth(index)
}
