import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, until } from '../lab/processes.ts'
import { type DemoHost, demoHosts, hostXml } from './hosts.ts'

export type Simulator = {
  /** libvirtd's socket, for PODYARD_LIBVIRT_SOCKET. */
  socket: string
  /** The pod's address by the name of the host. */
  addresses: Map<string, string>
  stop: () => Promise<void>
}

/**
 * A libvirtd that no other on this machine meets: "session" mode, its files in a folder of its own.
 * Needs no privileges; root lends it to nobody, because root's libvirtd is the machine's.
 */
export async function startSimulator(
  simulated: readonly DemoHost[] = demoHosts,
): Promise<Simulator> {
  const directory = await mkdtemp(join(tmpdir(), 'podyard-demo-'))
  const home = join(directory, 'home')
  const hosts = join(directory, 'hosts')
  const remove = () => rm(directory, { recursive: true, force: true })
  await chmod(directory, 0o755)
  await Promise.all([mkdir(home, { mode: 0o700 }), mkdir(hosts)])
  const addresses = new Map<string, string>()
  for (const host of simulated) {
    const path = join(hosts, `${host.name}.xml`)
    await writeFile(path, hostXml(host))
    addresses.set(host.name, `test://${path}`)
  }
  const configuration = join(directory, 'libvirtd.conf')
  await writeFile(configuration, 'auth_unix_ro = "none"\nauth_unix_rw = "none"\n')

  // Ends with us, whatever ends us. A change of user forgets the wish, so one setpriv does both.
  const wrapper = ['--pdeathsig=TERM']
  if (process.getuid?.() === 0) {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number(await run('id', [flag, 'nobody']))),
    )
    await chown(home, uid ?? 0, gid ?? 0)
    wrapper.push(`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups')
  }
  const child = spawn('/usr/bin/setpriv', [...wrapper, 'libvirtd', '-f', configuration], {
    // Ctrl+C must not reach it before it reaches us.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: `${process.env['PATH']}:/usr/sbin`,
      HOME: home,
      XDG_RUNTIME_DIR: home,
      XDG_CONFIG_HOME: home,
      XDG_CACHE_HOME: home,
    },
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.on('error', (error) => (said += String(error)))
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const stop = async () => {
    child.kill('SIGTERM')
    await until('libvirtd to end', hasEnded, 5_000).catch(() => child.kill('SIGKILL'))
    await remove()
  }
  const socket = join(home, 'libvirt/libvirt-sock')
  try {
    await until("libvirtd's socket", async () => hasEnded() || existsSync(socket))
    if (hasEnded()) throw new Error('libvirtd ended at once')
  } catch (error) {
    await stop()
    throw new Error(`the simulated hosts did not start. libvirtd said:\n${said}`, { cause: error })
  }
  return { socket, addresses, stop }
}
