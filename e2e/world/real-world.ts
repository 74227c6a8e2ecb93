import { installKeyCommand, type SshKey } from '../../contract/ssh-key.ts'
import type { Lab } from '../../scripts/lab/lab.ts'
import type { Host, StartedHost } from '../../scripts/lab/host.ts'
import { authorization } from '../../contract/oauth.ts'
import { runCommand, type Server, startServer } from './server.ts'
import type { Entry, World } from './world.ts'

export type RealWorld = World & {
  peer: 'real'
  lab: Lab
  server: Server
  dataDir: string
  /** A signed GET, as a script would send it. */
  read<T>(path: string): Promise<T>
  /** A host of this test's own, to break at will; ends with the test. */
  ownHost(...doors: Parameters<typeof ownHostDoors>): Promise<StartedHost>
  /** Runs the line that the product shows, as the user it is meant for. */
  letPodyardIn(host: Host): Promise<void>
  end(): Promise<void>
}

const ownHostDoors = (...doors: ('key' | 'password')[]) => doors
let ownHosts = 0

export const doorEntry = (host: Host, door: string): Entry => {
  const { port, user, password } = host.doors[door] ?? missingDoor(host, door)
  return {
    address: `qemu+ssh://${user}@127.0.0.1:${port}/system`,
    ...(password === undefined ? {} : { password }),
  }
}

const missingDoor = (host: Host, door: string): never => {
  throw new Error(`${host.name} has no door ${door}`)
}

/** The built product with an admin, and hosts that know its key. */
export async function createRealWorld(lab: Lab, dataDir: string): Promise<RealWorld> {
  const server = await startServer(dataDir)
  const admin = { username: 'admin', password: 'correct horse battery' }
  const own: StartedHost[] = []
  let apiKey: string | undefined

  const read = async <T>(path: string): Promise<T> => {
    apiKey ??= (await runCommand(dataDir, ['apikey', '--username', admin.username])).trim()
    const response = await fetch(new URL(`api/2.0/${path}`, server.url), {
      headers: { authorization: authorization(apiKey) },
      signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }

  const ownHost: RealWorld['ownHost'] = async (...doors) => {
    const host = await lab.startOwnHost(`own${process.pid}-${++ownHosts}`, { doors })
    own.push(host)
    return host
  }

  const letPodyardIn = async (host: Host) => {
    const key = await read<SshKey>('podyard/ssh-key/')
    await host.inside('su', '-', 'kvmadmin', '-c', installKeyCommand(key))
  }

  const broken: World['broken'] = async (fault) => {
    switch (fault) {
      case 'unknown host':
        return { address: 'qemu+ssh://kvmadmin@no-such-host.invalid/system' }
      case 'closed port':
        return { address: `qemu+ssh://kvmadmin@127.0.0.1:${lab.closedPort}/system` }
      case 'refused key':
        return doorEntry(await ownHost('key'), 'key')
      case 'wrong password':
        return { ...doorEntry(lab.hosts.beta, 'beta'), password: 'not the password' }
      case 'user outside group libvirt': {
        const entry = doorEntry(await ownHost('password'), 'password')
        return {
          address: entry.address.replace('kvmadmin@', 'outsider@'),
          password: lab.people.outsider.password,
        }
      }
      case 'stopped libvirtd': {
        const host = await ownHost('password')
        await host.stopLibvirtd()
        return doorEntry(host, 'password')
      }
    }
  }

  return {
    peer: 'real',
    get url() {
      return server.url
    },
    admin,
    hosts: {
      byKey: doorEntry(lab.hosts.alpha, 'alpha'),
      byPassword: doorEntry(lab.hosts.beta, 'beta'),
    },
    broken,
    lab,
    server,
    dataDir,
    read,
    ownHost,
    letPodyardIn,
    end: async () => {
      await server.stop()
      await Promise.all(own.map((host) => host.stop()))
    },
  }
}

/** An admin made on the server's own shell, and Podyard's key on the host that takes keys. */
export async function furnish(world: RealWorld): Promise<void> {
  const { username, password } = world.admin
  await runCommand(
    world.dataDir,
    ['createadmin', '--username', username, '--password-stdin'],
    `${password}\n`,
  )
  await world.letPodyardIn(world.lab.hosts.alpha)
}
