import type { TransportErrorCode } from './error-code.ts'

/** The steps of reaching a host over SSH, in order. A Unix socket has only the last. */
export type Stage = 'dns' | 'tcp' | 'host_key' | 'login' | 'socket'

export interface HostKey {
  /** As in known_hosts: `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, ... */
  readonly algorithm: string
  /** Third field of known_hosts before base64. */
  readonly keyBlob: Uint8Array
  /** `SHA256:` and base64 without padding, as ssh-keygen prints it. */
  readonly fingerprint: string
}

export type LoginMethod = 'publickey' | 'agent' | 'password' | 'keyboard-interactive'

/**
 * Ways to the libvirt socket, in the order they are tried. A host that forces a command of its own
 * runs that for any of the last two.
 */
export type SocketRoute = 'unix' | 'streamlocal' | 'virt-ssh-helper' | 'nc'

export interface SocketAttempt {
  readonly route: SocketRoute
  /** The socket asked for; the helper finds its own. */
  readonly socketPath: string | undefined
  /** Why it failed, or undefined when it worked. */
  readonly failure: string | undefined
}

/** What each step found out. */
export interface StageFacts {
  readonly dns: { readonly addresses: readonly string[] }
  readonly tcp: { readonly address: string; readonly port: number }
  readonly host_key: HostKey
  readonly login: { readonly user: string; readonly method: LoginMethod }
  readonly socket: {
    readonly route: SocketRoute
    readonly socketPath: string | undefined
    readonly attempts: readonly SocketAttempt[]
  }
}

export type StageReport =
  | { readonly stage: Stage; readonly status: 'start' }
  | { readonly stage: Stage; readonly status: 'failed'; readonly code: TransportErrorCode }
  | {
      [S in Stage]: { readonly stage: S; readonly status: 'ok'; readonly facts: StageFacts[S] }
    }[Stage]

/** Told of every step as it starts and ends. */
export type OnStage = (report: StageReport) => void
