/** What libvirt says when storage cannot be made, started or deleted, and the way out. As of libvirt 9 and 10. */
import { shellWord } from '../derive.ts'
import { fix } from '../faults.ts'
import type { Known } from '../refusals.ts'

export const storageRefusals: readonly Known[] = [
  {
    pattern: /pool '(.+)' already exists/,
    field: 'name',
    message: ([, name]) => `The host has a storage pool ${name} already.`,
    fix: () => null,
  },
  {
    pattern: /source conflict with pool: '(.+)'/i,
    field: 'path',
    message: ([, name]) => `The storage pool ${name} has the same place already.`,
    fix: () => fix('Use that pool, or choose another place.'),
  },
  {
    pattern: /volume group "?([^"\s]+)"? not found/i,
    field: 'volume_group',
    message: ([, name]) => `The host has no LVM volume group ${name}.`,
    fix: ([, name]) =>
      fix(
        'See which there are, or make it of an empty disk: vgcreate overwrites what is on it.',
        `sudo vgs; sudo vgcreate ${shellWord(name ?? '')} /dev/DISK`,
      ),
  },
  {
    pattern: /missing backend for pool type|vgchange|vgs\b/i,
    field: 'type',
    message: () => 'The host cannot use LVM: its tools or libvirt’s driver for them are missing.',
    fix: () => fix('Install LVM on the host, then restart libvirt.', 'sudo apt install lvm2'),
  },
  {
    pattern: /'([^']+)': (?:No such file or directory)/,
    field: 'path',
    message: ([, path]) => `There is no folder ${path} on the host.`,
    fix: ([, path]) => fix('Make it on the host.', `sudo mkdir -p ${shellWord(path ?? '')}`),
  },
  {
    pattern: /'([^']+)': (?:Permission denied|Operation not permitted)/,
    field: 'path',
    message: ([, path]) =>
      `libvirt may not use ${path}: its owner, its mode or the host’s AppArmor or SELinux forbids it.`,
    fix: ([, path]) => fix('See who may.', `ls -ld ${shellWord(path ?? '')}`),
  },
  {
    pattern: /'([^']+)': Read-only file system/,
    field: 'path',
    message: ([, path]) => `${path} is on a file system that is mounted read-only.`,
    fix: ([, path]) => fix('See how it is mounted.', `findmnt -T ${shellWord(path ?? '')}`),
  },
  {
    pattern: /'([^']+)'(?: is not a directory|: Not a directory)|path '(.+)' exists/,
    field: 'path',
    message: ([, path, other]) => `${path ?? other} on the host is no folder.`,
    fix: () => fix('Choose another place.'),
  },
  {
    pattern: /volume '(.+)' is still in use|Logical volume (\S+) (?:in use|contains a filesystem)/i,
    field: null,
    message: ([, name, other]) => `The host still uses the volume ${name ?? other}.`,
    fix: () => fix('See what has it open.', 'sudo lsof +L1; sudo dmsetup info'),
  },
]
