/** A MAAS to import from, as far as an import reads it; it keeps what was asked of it. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export const oldMaasKey = 'consumer:token:secret'

const group = (name: string) => ({ id: 1, name, description: `The ${name}`, resource_uri: '/' })

const pod = (id: number, name: string, type: string) => ({
  id,
  name,
  type,
  tags: ['virtual', 'pod-console-logging'],
  zone: group('basement'),
  pool: group('farm'),
  cpu_over_commit_ratio: 2.0,
  memory_over_commit_ratio: 1.5,
  storage_pools: [
    { id: 'uuid-1', name: 'slow', type: 'dir', default: false },
    { id: 'uuid-2', name: 'fast', type: 'lvm', default: true },
  ],
  host: { system_id: null, __incomplete__: true },
})

const machine = (hostname: string, more: Record<string, unknown> = {}) => ({
  hostname,
  fqdn: `${hostname}.maas`,
  owner: 'ada',
  status: 6,
  pod: { id: 1, name: 'plover', resource_uri: '/MAAS/api/2.0/pods/1/' },
  zone: group('basement'),
  pool: group('farm'),
  tag_names: ['virtual', 'web'],
  interface_set: [{ mac_address: '52:54:00:AA:00:01', name: 'eth0' }, { mac_address: null }],
  ...more,
})

const version = { version: '2.5.0', subversion: '', capabilities: ['networks-management'] }

const common = {
  'version/': version,
  'zones/': [group('default'), group('basement')],
  'tags/': [
    { name: 'virtual', comment: '', definition: '', kernel_opts: '' },
    { name: 'big', comment: 'Much of it', definition: '//node', kernel_opts: null },
  ],
  'machines/': [machine('web-1'), machine('metal', { pod: null, owner: null, pool: null })],
}

const password = (power_address: string) => ({ power_address, power_pass: 'sesame' })

/** What each answers to a path; a number is a status. */
export const oldMaasVersions: Record<string, Record<string, unknown>> = {
  '2.5': {
    ...common,
    'resourcepools/': [group('default'), group('farm')],
    'pods/': [pod(1, 'plover', 'virsh'), pod(2, 'rack-scale', 'rsd')],
    'pods/1/?op=parameters': password('qemu+ssh://ubuntu@192.0.2.1/system'),
  },
  '3.7': {
    ...common,
    'version/': { ...version, version: '3.7.1' },
    'resourcepools/': [group('default'), group('farm')],
    'pods/': [pod(1, 'plover', 'virsh'), { ...pod(2, 'lxd', 'lxd'), version: '5.21' }],
    'pods/1/?op=parameters': password('qemu+ssh://ubuntu@192.0.2.1/system'),
  },
  'one that says vm-hosts only': {
    ...common,
    'vm-hosts/': [pod(1, 'plover', 'virsh')],
    'vm-hosts/1/?op=parameters': {
      power_address: 'qemu+ssh://ubuntu@192.0.2.1/system',
      power_pass: null,
    },
  },
  '3.8': {
    ...common,
    'version/': { ...version, version: '3.8.0' },
    'resourcepools/': [],
    'pods/': 410,
  },
}

export type OldMaas = {
  url: string
  /** `GET zones/` and so on. */
  asked: string[]
  close: () => Promise<void>
}

export async function startOldMaas(answers: Record<string, unknown>): Promise<OldMaas> {
  const asked: string[] = []
  const signed = ({ headers: { authorization = '' } }: IncomingMessage) =>
    ['consumer', 'token', '%26secret'].every((part) => authorization.includes(`"${part}"`))
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace('/MAAS/api/2.0/', '')
    asked.push(`${request.method} ${path}`)
    const answer = signed(request) ? (answers[path] ?? 404) : 401
    if (typeof answer === 'number') response.writeHead(answer, { location: '/elsewhere' }).end()
    else if (typeof answer === 'string') response.end(answer)
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/MAAS/`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
