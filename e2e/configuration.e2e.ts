import type { Page } from '@playwright/test'
import { expect, test } from './world/fixtures.ts'
import { addPod } from './pages/pods.ts'

const cpu = (page: Page) => ({
  slider: page.getByRole('slider', { name: 'CPU over commit' }),
  number: page.getByRole('textbox', { name: 'CPU over commit' }),
})
const memory = (page: Page) => ({
  slider: page.getByRole('slider', { name: 'Memory over commit' }),
  number: page.getByRole('textbox', { name: 'Memory over commit' }),
})

test.beforeEach(async ({ home, world }) => {
  await addPod(home, { ...world.hosts.byKey, name: 'ratio-pod' })
  await home.getByRole('tab', { name: 'Configuration' }).click()
  await expect(home.getByRole('heading', { name: 'Pod configuration' })).toBeVisible()
})

test('CPU 0.3 and memory 4.6 are saved, and are still there after a reload', async ({ home }) => {
  await expect(cpu(home).number).toBeDisabled()
  await home.getByRole('button', { name: 'Edit' }).click()
  await cpu(home).number.fill('0.3')
  await memory(home).number.fill('4.6')
  await expect(cpu(home).slider).toHaveAttribute('aria-valuenow', '0.3')
  await expect(home.getByText(/physical CPU cores × 0\.3 = /)).toBeVisible()
  await home.getByRole('button', { name: 'Save changes' }).click()
  await expect(home.getByRole('button', { name: 'Edit' })).toBeVisible()

  await home.reload()
  await expect(cpu(home).number).toHaveValue('0.3')
  await expect(memory(home).number).toHaveValue('4.6')
})

test('the slider and the number field follow each other', async ({ home }) => {
  await home.getByRole('button', { name: 'Edit' }).click()
  await cpu(home).slider.focus()
  await home.keyboard.press('End')
  await expect(cpu(home).number).toHaveValue('10')
  await home.keyboard.press('ArrowLeft')
  await expect(cpu(home).number).toHaveValue('9.9')
  await home.keyboard.press('Home')
  await expect(cpu(home).number).toHaveValue('0')
  await expect(home.getByText(/0 forbids composing/i)).toBeVisible()
})

for (const value of ['0', '0.3', '1', '4.6', '10']) {
  test(`${value} is accepted`, async ({ home }) => {
    await home.getByRole('button', { name: 'Edit' }).click()
    await cpu(home).number.fill(value)
    await memory(home).number.fill(value)
    await home.getByRole('button', { name: 'Save changes' }).click()
    await expect(home.getByRole('button', { name: 'Edit' })).toBeVisible()
    await home.reload()
    await expect(cpu(home).number).toHaveValue(value)
    await expect(memory(home).number).toHaveValue(value)
  })
}

const refused = {
  '-0.1': 'Ensure this value is greater than or equal to 0.',
  '10.1': 'Ensure this value is less than or equal to 10.',
  abc: 'Enter a number.',
  nan: 'Enter a number.',
  inf: 'Enter a number.',
  '': 'This field is required.',
}

for (const [value, message] of Object.entries(refused)) {
  test(`${JSON.stringify(value)} is refused at the field: ${message}`, async ({ home }) => {
    await home.getByRole('button', { name: 'Edit' }).click()
    await memory(home).number.fill(value)
    await home.getByRole('button', { name: 'Save changes' }).click()
    await expect(home.getByText(message)).toBeVisible()
    await expect(memory(home).number).toHaveAttribute('aria-invalid', 'true')
    await expect(memory(home).number).toHaveValue(value)
  })
}

test('leaving with unsaved changes asks first', async ({ home }) => {
  await home.getByRole('button', { name: 'Edit' }).click()
  await cpu(home).number.fill('2')
  await home.getByRole('link', { name: 'Machines', exact: true }).click()
  const question = home.getByRole('dialog')
  await expect(question).toBeVisible()
  await question.getByRole('button', { name: /Stay|Keep editing/ }).click()
  await expect(cpu(home).number).toHaveValue('2')
})
