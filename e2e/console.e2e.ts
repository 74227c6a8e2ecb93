import type { SerialLog } from '../contract/console.ts'
import type { Machine } from '../contract/machine.ts'
import { consoleDomain, relayPort } from '../scripts/lab/console-machine.ts'
import { coloursOn, expectOpen, openConsole } from './pages/console.ts'
import { addPod } from './pages/pods.ts'
import { violations } from './pages/violations.ts'
import { expect, test } from './world/fixtures.ts'
import { doorEntry, type RealWorld } from './world/real-world.ts'

test.describe('on the mocks', () => {
  test.use({ seed: 'default' })
  test.beforeEach(({ peer }) => {
    test.skip(peer !== 'mocks', 'a shell that answers is on the mocks alone')
  })

  test('a serial console repeats what is typed and pasted', async ({ home }) => {
    const console = await openConsole(home, 'archive-01')
    await expectOpen(console)
    await expect(console).toContainText('archive-01 login:')
    await home.keyboard.type('root')
    await expect(console).toContainText('archive-01 login: root')

    await console.getByRole('button', { name: 'Paste' }).click()
    const dialog = home.getByRole('dialog', { name: 'Paste' })
    await dialog.getByLabel('Text to type into the machine').fill(' and more')
    await dialog.getByRole('button', { name: 'Type it' }).click()
    await expect(console).toContainText('login: root and more')
    expect(await violations(home)).toEqual([])

    await home.reload()
    await expectOpen(console)
    await expect(console).toContainText('archive-01 login:')
    await expect(console).not.toContainText('root')
  })

  test('the keyboard leads out of it', async ({ home }) => {
    const console = await openConsole(home, 'archive-01')
    await expectOpen(console)
    await expect(console.getByRole('textbox')).toBeFocused()
    await home.keyboard.press('Shift+Escape')
    await expect(console.getByRole('button', { name: 'Screen', exact: true })).toBeFocused()
  })

  test('a screen that browsers do not show says what to change', async ({ home }) => {
    const console = await openConsole(home, 'gateway')
    await expectOpen(console)
    await console.getByRole('button', { name: 'Screen', exact: true }).click()
    const alert = console.getByRole('alert')
    await expect(alert).toContainText('SPICE')
    await expect(alert).toContainText('sudo virsh edit gateway')
    await console.getByRole('button', { name: 'Serial' }).click()
    await expectOpen(console)
  })

  test('a machine that is off can be powered on', async ({ home }) => {
    const console = await openConsole(home, 'archive-03')
    await expect(console.getByRole('alert')).toContainText('The machine is off.')
    await console.getByRole('button', { name: 'Power on' }).click()
    await expect(home.getByRole('dialog', { name: /Power on/ })).toBeVisible()
  })

  test('the serial log is among the events', async ({ home }) => {
    await openConsole(home, 'archive-01')
    await home.getByRole('tab', { name: 'Events' }).click()
    await expect(home.getByLabel('Serial log')).toContainText('SeaBIOS')
  })
})

/** A machine with a screen and a serial port, and the host that it is on, added as a pod. */
async function addTalker(real: RealWorld) {
  const host = await real.ownHost('key')
  const relay = await relayPort(host)
  const xml = consoleDomain({
    uuid: '5c0e1a21-5e3b-4c8a-9d27-0000000000ee',
    vncPort: relay.port,
    password: 'sesame',
  })
  await host.inside('sh', '-c', `cat > /tmp/talker.xml <<'END'\n${xml}\nEND`)
  await host.inside('virsh', '-q', 'define', '/tmp/talker.xml')
  await host.virsh('start', 'talker')
  await real.letPodyardIn(host)
  return { host, relay }
}

test('a real machine is seen, typed to, and read', async ({ home, real }) => {
  test.setTimeout(120_000)
  const { host, relay } = await addTalker(real)
  try {
    await addPod(home, { ...doorEntry(host, 'key'), name: 'yard' })
    const [machine] = await real.read<Machine[]>('machines/')
    const logSize = async () => {
      const path = `podyard/machines/${machine?.system_id}/serial-log/`
      return (await real.read<SerialLog>(path)).size ?? 0
    }

    const console = await openConsole(home, 'talker')
    await expectOpen(console)
    await expect.poll(() => coloursOn(console)).toBeGreaterThan(1)
    await console.getByRole('button', { name: '1:1' }).click()
    await console.getByRole('button', { name: 'Fit', exact: true }).click()

    // The BIOS starts anew, and says so on the serial port.
    await expect.poll(logSize).toBeGreaterThan(0)
    const before = await logSize()
    await expect(async () => {
      await console.getByRole('button', { name: 'Ctrl+Alt+Del' }).click()
      expect(await logSize()).toBeGreaterThan(before)
    }).toPass({ timeout: 20_000 })

    await home.reload()
    await expectOpen(console)
    await expect.poll(() => coloursOn(console)).toBeGreaterThan(1)

    await console.getByRole('button', { name: 'Serial' }).click()
    await expectOpen(console)
    await host.virsh('reset', 'talker')
    await expect(console).toContainText('SeaBIOS')
    await home.reload()
    await console.getByRole('button', { name: 'Serial' }).click()
    await expectOpen(console)

    await host.virsh('destroy', 'talker')
    await expect(console.getByRole('alert')).toContainText('The machine was switched off')
    await host.virsh('start', 'talker')
    await expectOpen(console)

    await home.getByRole('tab', { name: 'Events' }).click()
    await expect(home.getByText('Machine console opened: talker').first()).toBeVisible()
    await expect(home.getByLabel('Serial log')).toContainText('SeaBIOS')
  } finally {
    relay.close()
  }
})
