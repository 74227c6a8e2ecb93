import { installKeyCommand, type SshKey } from '../../contract/ssh-key.ts'
import { Fold, FoldLabel } from '../form/Fold.tsx'
import { CopyField } from '../ui/Copy.tsx'

/** Podyard's public key and the line that installs it, folded away until it is wanted. */
export function PodSshKey({ sshKey }: { sshKey: SshKey | undefined }) {
  return (
    <Fold title="Let Podyard in with its SSH key">
      {sshKey ? (
        <>
          <div>
            <FoldLabel>Run this on the host, as the user of the virsh address:</FoldLabel>
            <CopyField text={installKeyCommand(sshKey)} what="command" icon="terminal" wrap />
          </div>
          <div>
            <FoldLabel>Public SSH key ({sshKey.fingerprint}):</FoldLabel>
            <CopyField text={sshKey.public_key} what="public key" icon="key" wrap />
          </div>
        </>
      ) : (
        <FoldLabel>The key is being read.</FoldLabel>
      )}
    </Fold>
  )
}
