/** What libvirt says when a network cannot be made or started, and the way out. As of libvirt 9 and 10. */
import { shellWord } from '../derive.ts'
import { fix } from '../faults.ts'
import type { Known } from '../refusals.ts'

export const networkRefusals: readonly Known[] = [
  {
    pattern: /already in use by interface (\S+)/,
    field: 'address',
    message: ([, name]) => `These addresses are already in use by interface ${name} of the host.`,
    fix: () => fix('Choose a block that no interface of the host has.', 'ip -brief address'),
  },
  {
    pattern: /network '(.+)' already exists/,
    field: 'name',
    message: ([, name]) => `The host has a network ${name} already.`,
    fix: () => null,
  },
  {
    pattern: /bridge name '(.+)' already in use|Network interface (\S+) already exists/i,
    field: 'bridge',
    message: ([, name, other]) => `The host has an interface ${name ?? other} already.`,
    fix: () => fix('Choose another name for the bridge.', 'ip -brief link'),
  },
  {
    pattern: /dnsmasq/,
    field: null,
    message: () =>
      'libvirt could not start dnsmasq, which hands out addresses and names on the network.',
    fix: () => fix('Install it on the host.', 'sudo apt install dnsmasq-base'),
  },
  {
    pattern: /firewall|iptables|nft\b/i,
    field: null,
    message: () => 'libvirt could not write the firewall rules of the network.',
    fix: () =>
      fix('Install a firewall back end, then restart libvirt.', 'sudo apt install iptables'),
  },
  {
    pattern: /(?:creating|create) bridge(?: interface)? (\S+): (.+)/,
    field: 'bridge',
    message: ([, name, why]) => `libvirt could not make the bridge ${name}: ${why}.`,
    fix: ([, name]) =>
      fix('See what the host has under this name.', `ip link show ${shellWord(name ?? '')}`),
  },
]
