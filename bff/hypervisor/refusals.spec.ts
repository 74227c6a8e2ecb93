import { expect, test } from 'vitest'
import { LibvirtError } from '../../libvirt/index.ts'
import { HostRefusal } from './host-error.ts'
import { networkRefusals } from './networks/network-faults.ts'
import { type Known, tellRefusals } from './refusals.ts'
import { storageRefusals } from './storage/storage-faults.ts'

const refused = async (known: readonly Known[], message: string) => {
  const wire = { code: 1, domain: 0, message, level: 2, int1: 0, int2: 0 }
  const nothing = { dom: null, str1: null, str2: null, str3: null }
  const error = new LibvirtError('someCall', { ...wire, ...nothing, net: null })
  return tellRefusals(known, () => Promise.reject(error)).catch((reason: unknown) => reason)
}

/** As libvirt 9 wrote them. */
test.each([
  [
    'internal error: Network is already in use by interface eth0',
    'address',
    /in use by interface eth0/,
  ],
  [
    "operation failed: network 'lab' already exists with uuid 4d10",
    'name',
    /has a network lab already/,
  ],
  ["internal error: bridge name 'virbr1' already in use.", 'bridge', /interface virbr1 already/],
  ["Failed to find path for 'dnsmasq' binary", null, /could not start dnsmasq/],
])('of a network: %s', async (message, field, words) => {
  const error = await refused(networkRefusals, message)
  expect(error).toBeInstanceOf(HostRefusal)
  expect(error).toMatchObject({ field, message: expect.stringMatching(words) as string })
})

test.each([
  [
    `internal error: Child process (/usr/sbin/vgchange -aly nope) unexpected exit status 5:   Volume group "nope" not found\n  Cannot process volume group nope`,
    'volume_group',
    /no LVM volume group nope/,
    'sudo vgs; sudo vgcreate nope /dev/DISK',
  ],
  [
    "cannot open directory '/srv/x': No such file or directory",
    'path',
    /no folder \/srv\/x/,
    'sudo mkdir -p /srv/x',
  ],
  [
    "cannot create path '/proc/a b': Permission denied",
    'path',
    /may not use \/proc\/a b/,
    "ls -ld '/proc/a b'",
  ],
  [
    "operation failed: Storage source conflict with pool: 'default'",
    'path',
    /pool default has the same place/,
    null,
  ],
])('of storage: %s', async (message, field, words, command) => {
  const error = (await refused(storageRefusals, message)) as HostRefusal
  expect(error).toBeInstanceOf(HostRefusal)
  expect(error).toMatchObject({ field, message: expect.stringMatching(words) as string })
  expect(error.fault.fix?.command).toBe(command)
})

test('what nobody knows stays as it is', async () => {
  expect(await refused(networkRefusals, 'something new')).toBeInstanceOf(LibvirtError)
})
