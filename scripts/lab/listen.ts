import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import type { Host } from './host.ts'

/** What libvirtd can listen for in place of its Unix sockets. */
export type Listening = 'tls' | 'tcp'

const mark = '# From here on: listen.ts\n'

/**
 * Starts libvirtd anew so that it listens on 127.0.0.1 and, until it is started in the usual way
 * again, nowhere else. The daemon's own network is another one than ours, so the ports are opened
 * here and handed over, as systemd does it for libvirtd-tls.socket and libvirtd-tcp.socket.
 *
 * @param settings lines for libvirtd.conf, in place of those of an earlier call
 * @param wanted ports, or 0 for any that is free
 * @returns the ports
 */
export async function listen(
  host: Pick<Host, 'directory' | 'initPid' | 'stopLibvirtd'>,
  wanted: Partial<Record<Listening, number>>,
  settings: readonly string[],
): Promise<Partial<Record<Listening, number>>> {
  const configPath = join(host.directory, 'etc/libvirt/libvirtd.conf')
  const [config = ''] = (await readFile(configPath, 'utf8')).split(mark)
  await writeFile(configPath, `${config}${mark}${settings.map((line) => `${line}\n`).join('')}`)
  await host.stopLibvirtd()

  const names = Object.keys(wanted) as Listening[]
  const servers = await Promise.all(names.map((name) => open(wanted[name] ?? 0)))
  try {
    await startWith(host.initPid, names, servers)
    const ports = servers.map((server) => (server.address() as AddressInfo).port)
    return Object.fromEntries(names.map((name, index) => [name, ports[index]]))
  } finally {
    // The daemon has its own hold on them.
    for (const server of servers) server.close()
  }
}

async function open(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function startWith(initPid: number, names: readonly Listening[], servers: readonly Server[]) {
  const script = ['bash', join(import.meta.dirname, 'libvirtd.sh'), 'start']
  const namespaces = ['-t', String(initPid), '--mount', '--pid', '--uts', '--root', '--']
  const child = spawn('/usr/bin/nsenter', [...namespaces, ...script], {
    env: {
      ...process.env,
      LISTEN_FDS: String(servers.length),
      LISTEN_FDNAMES: names.map((name) => `libvirtd-${name}.socket`).join(':'),
    },
    // The sockets become numbers 3 and up.
    stdio: ['ignore', 'ignore', 'pipe', ...servers.map(descriptorOf)],
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`libvirtd does not listen: ${said.trim()}`)
}

/** Node has no public way to give a listening socket to a program that is not Node. */
function descriptorOf(server: Server): number {
  const { _handle } = server as Server & { _handle?: { fd: number } }
  if (!_handle) throw new Error('the server does not listen')
  return _handle.fd
}
