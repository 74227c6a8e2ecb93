import * as z from 'zod/mini'

/** The public half of Podyard's own key. The private half never leaves the data folder. */
export const SshKey = z.object({
  algorithm: z.string(),
  /** One line of `authorized_keys`. */
  public_key: z.string(),
  fingerprint: z.string(),
})
export type SshKey = z.infer<typeof SshKey>

/** The one line that lets Podyard in, to be run as the user of the virsh address on the KVM host. */
export const installKeyCommand = (key: Pick<SshKey, 'public_key'>) =>
  `mkdir -p -m 700 ~/.ssh && echo '${key.public_key}' >> ~/.ssh/authorized_keys && chmod 600 ~/.ssh/authorized_keys`
