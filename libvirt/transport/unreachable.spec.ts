import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readLab } from '../testing/lab.ts'

const run = promisify(execFile)
const lab = readLab()
const note = lab ? '' : ': SKIPPED, no lab is running'

/**
 * Runs a client in a network of its own, which has only `lo`, after `setUp` has spoilt it. A process
 * cannot change its network, hence another one.
 */
async function inOwnNetwork(setUp: string, client: string): Promise<unknown> {
  const program = `
    import { createServer } from 'node:net'
    import { openTcp } from '${join(import.meta.dirname, 'tcp.ts')}'
    const open = (options) =>
      openTcp({ host: '127.0.0.1', port: 16509, allowUnencrypted: true, ...options }).then(
        ({ facts }) => facts,
        ({ code, cause }) => ({ code, cause: cause?.code }),
      )
    const answer = await (async () => { ${client} })()
    console.log(JSON.stringify(answer))
    process.exit()`
  const script = `set -e; export PATH=$PATH:/usr/sbin:/sbin
    put() { file=$(mktemp); cat > "$file"; mount --bind "$file" "$1"; rm "$file"; }
    ip link set lo up; ${setUp}
    exec "$0" --input-type=module -e "$1"`
  const namespaces = ['--net', '--mount', '--', 'sh', '-c', script]
  const { stdout } = await run('unshare', [...namespaces, process.execPath, program])
  return JSON.parse(stdout)
}

const dropped = 'iptables -A INPUT -p tcp --dport 16509 -j DROP'

describe.skipIf(!lab)(`a network that fails${note}`, { timeout: 30_000 }, () => {
  it.each([
    ['nobody listens', ':', '', { code: 'tcp_refused', cause: 'ECONNREFUSED' }],
    ['a firewall drops', dropped, 'timeoutsMs: { tcp: 300 }', { code: 'tcp_timeout' }],
    [
      'a firewall drops, and the kernel gives up first',
      `${dropped}; echo 1 > /proc/sys/net/ipv4/tcp_syn_retries`,
      '',
      { code: 'tcp_timeout', cause: 'ETIMEDOUT' },
    ],
    [
      'a firewall says no',
      'iptables -A INPUT -p tcp --dport 16509 -j REJECT --reject-with icmp-host-prohibited',
      '',
      { code: 'tcp_unreachable', cause: 'EHOSTUNREACH' },
    ],
    ['no route', ':', "host: '10.9.9.9'", { code: 'tcp_unreachable', cause: 'ENETUNREACH' }],
    [
      'a route to nowhere',
      'ip route add unreachable 10.9.9.9',
      "host: '10.9.9.9'",
      { code: 'tcp_unreachable', cause: 'EHOSTUNREACH' },
    ],
    [
      'a route that is forbidden',
      'ip route add prohibit 10.9.9.9',
      "host: '10.9.9.9'",
      { code: 'tcp_failed', cause: 'EACCES' },
    ],
    [
      'no name server',
      'echo nameserver 127.0.0.1 | put /etc/resolv.conf',
      "host: 'kvm1.example.org'",
      { code: 'dns_failed', cause: 'EAI_AGAIN' },
    ],
    [
      'a silent name server',
      `printf 'nameserver 127.0.0.1\\noptions timeout:1 attempts:1' | put /etc/resolv.conf
        iptables -A INPUT -p udp -j DROP`,
      "host: 'kvm1.example.org', timeoutsMs: { dns: 300 }",
      { code: 'dns_timeout' },
    ],
  ])('%s', async (_, setUp, options, failure) => {
    expect(await inOwnNetwork(setUp, `return open({ ${options} })`)).toEqual(failure)
  })

  it('a host that answers at the second of its addresses only', async () => {
    const setUp = `printf '127.0.0.2 kvm1\\n127.0.0.3 kvm1\\n' | put /etc/hosts
      iptables -A INPUT -p tcp -d 127.0.0.2 -j DROP`
    const client = `
      const server = createServer().listen(16509, '127.0.0.3')
      await new Promise((resolve) => server.once('listening', resolve))
      return open({ host: 'kvm1' })`
    expect(await inOwnNetwork(setUp, client)).toEqual({ address: '127.0.0.3', port: 16_509 })
  })
})
