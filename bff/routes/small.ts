import type { SshKey } from '../../contract/ssh-key.ts'
import type { Handlers } from '../handlers.ts'

/** MAAS's names for groups of calls; clients call what is listed here, so nothing is that is not there. */
const capabilities = ['authenticate-api']

export function smallRoutes(
  version: string,
  sshKey: SshKey,
): Pick<Handlers, 'versionRead' | 'sshKeyRead'> {
  return {
    versionRead: async () => ({ version, subversion: 'podyard', capabilities }),
    sshKeyRead: async () => sshKey,
  }
}
