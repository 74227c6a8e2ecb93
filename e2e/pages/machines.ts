/** What a person does on the Machines pages, in their words. */
import { expect, type Locator, type Page } from '@playwright/test'

/** From the list to the page of a machine. */
export async function openMachine(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Machines', exact: true }).click()
  await page.getByRole('rowheader').getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

/** Opens "Take action" and chooses; answers the dialog. */
export async function takeAction(page: Page, label: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Take action' }).click()
  await page.getByRole('menuitem', { name: new RegExp(`^${label}`) }).click()
  const dialog = page.getByRole('dialog', { name: new RegExp(`^${label}: `) })
  await expect(dialog).toBeVisible()
  return dialog
}

/** The same to its end, without anything to fill in. */
export async function act(page: Page, label: string): Promise<void> {
  const dialog = await takeAction(page, label)
  await dialog.getByRole('button', { name: new RegExp(`^${label}`) }).click()
  await expect(dialog).toBeHidden()
}

/** "Take action" is open: why an action is not possible. */
export async function whyNot(page: Page, label: string): Promise<string> {
  const item = page.getByRole('menuitem', { name: new RegExp(`^${label}`) })
  await expect(item).toHaveAttribute('aria-disabled', 'true')
  return (await item.innerText()).split('\n').slice(1).join(' ')
}
