/** A machine of a lab's host that has something to say, and a way to its screen. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import type { Host } from './host.ts'

type Plan = {
  uuid: string
  name?: string
  /** None: no screen. */
  vncPort?: number
  password?: string
  log?: string | null
}

/** The BIOS writes on the serial port where there is no screen for it, then finds nothing to boot. */
export const consoleDomain = ({
  uuid,
  name = 'talker',
  vncPort,
  password,
  log = '/var/log/libvirt/qemu/talker-serial.log',
}: Plan) => `<domain type="qemu">
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <memory unit="MiB">64</memory>
  <vcpu>1</vcpu>
  <os><type arch="x86_64">hvm</type><bios useserial="yes"/></os>
  <features><acpi/></features>
  <devices>
    <serial type="pty">${log === null ? '' : `<log file="${log}" append="on"/>`}</serial>
    ${
      vncPort === undefined
        ? ''
        : `<graphics type="vnc" port="${vncPort}" listen="127.0.0.1"${password === undefined ? '' : ` passwd="${password}"`}/>
    <video><model type="vga"/></video>`
    }
  </devices>
</domain>`

/**
 * A port of the machine's loopback address that leads to the same port of the host's own: QEMU listens in the host's
 * network, sshd looks in the machine's. With `cat` it leads nowhere, and says what it is told to. `wanted` 0: any port.
 */
export async function relayPort(
  host: Pick<Host, 'initPid'>,
  way: 'relay' | 'cat' = 'relay',
  wanted = 0,
) {
  const open = new Set<Socket>()
  let greeting = ''
  let received = ''
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => {}).once('close', () => open.delete(socket))
    if (way === 'cat') {
      socket.on('data', (data: Buffer) => (received += String(data)))
      socket.write(greeting)
      return
    }
    const namespaces = ['-t', String(host.initPid), '--mount', '--root', '--']
    const inHost = ['ip', 'netns', 'exec', 'host', 'nc', '127.0.0.1', String(port)]
    const nc = spawn('/usr/bin/nsenter', [...namespaces, ...inHost], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    nc.stdin.on('error', () => {})
    socket.pipe(nc.stdin)
    nc.stdout.pipe(socket)
    socket.once('close', () => nc.kill())
    nc.once('exit', () => socket.destroy())
  })
  server.listen(wanted, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    connections: () =>
      new Promise<number>((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
      }),
    answer: (words: string) => {
      greeting = words
    },
    received: () => received,
    close: () => {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
