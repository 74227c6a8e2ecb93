/** Consoles of machines made of memory: a serial port that repeats what is typed, and no screen. */
import { Duplex, PassThrough } from 'node:stream'
import { ConsoleError } from '../../hypervisor/consoles/console-error.ts'
import type { GuestStream, HostConsoles } from '../../hypervisor/consoles/port.ts'

const facts = {
  simulated: false,
  running: true,
  screen: 'none',
  serial: 'pty',
  listen: null,
  editCommand: 'sudo virsh edit vm',
} as const

export const fakeConsoles = (
  answer: <T>(call: string, result: () => T) => Promise<T>,
): HostConsoles => ({
  read: (uuid) => answer(`consoles ${uuid}`, () => ({ facts, password: null })),
  openSerial: (uuid) => answer(`serial ${uuid}`, echo),
  openScreen: (uuid) =>
    answer(`screen ${uuid}`, () => {
      throw new ConsoleError('failed', 'There is no screen.')
    }),
  readLog: (uuid) => answer(`log ${uuid}`, () => ({ bytes: Buffer.from('booted\n'), size: 7 })),
})

function echo(): GuestStream {
  const wire = new PassThrough()
  const duplex = Duplex.from({ readable: wire, writable: wire })
  return {
    duplex,
    close: async () => {
      duplex.destroy()
    },
    whyEnded: () => 'machine_off',
  }
}
