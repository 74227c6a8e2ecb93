import type { Endpoint } from '../endpoint.ts'
import { SshKey } from '../ssh-key.ts'
import { Version } from '../version.ts'
import { at } from '../root.ts'

export const serverEndpoints = {
  versionRead: {
    method: 'GET',
    path: at('version/'),
    access: 'anyone',
    response: Version,
    handler: 'Version',
    doc: 'Read the version and what this server can do',
  },
  sshKeyRead: {
    method: 'GET',
    path: at('podyard/ssh-key/'),
    access: 'admin',
    response: SshKey,
    handler: 'PodyardSshKey',
    doc: 'Read the public SSH key\n\nThe key that Podyard logs in to KVM hosts with.',
  },
} as const satisfies Record<string, Endpoint>
