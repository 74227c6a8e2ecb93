import type { TransportErrorCode } from './error-code.ts'

/** The steps of reaching a host over SSH, in order. A Unix socket has only the last. */
export type Stage = 'dns' | 'tcp' | 'host_key' | 'login' | 'socket'

/** The steps of reaching a host over TLS, in order. Unencrypted TCP has the first two. */
export type TlsStage = 'dns' | 'tcp' | 'tls'

/** A jump host on the way to the host itself. */
export interface Hop {
  /** From 0, counted from us. */
  readonly index: number
  readonly host: string
  readonly port: number
}

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
  /** Behind a jump host the address is the name: it is looked up there. */
  readonly tcp: { readonly address: string; readonly port: number }
  readonly tls: {
    /** `TLSv1.3` */
    readonly protocol: string
    /** SHA-256 of the host's certificate: pairs of hexadecimal digits with colons. */
    readonly fingerprint: string
  }
  readonly host_key: HostKey
  readonly login: { readonly user: string; readonly method: LoginMethod }
  readonly socket: {
    readonly route: SocketRoute
    readonly socketPath: string | undefined
    readonly attempts: readonly SocketAttempt[]
  }
}

/**
 * The start or the end of a step. `hop` names the jump host that is being reached; without it the
 * report is about the host itself, which has no `dns` step behind a jump host.
 */
export type StageReport<S extends keyof StageFacts = Stage> = { readonly hop?: Hop } & (
  | { readonly stage: S; readonly status: 'start' }
  | { readonly stage: S; readonly status: 'failed'; readonly code: TransportErrorCode }
  | { [K in S]: { readonly stage: K; readonly status: 'ok'; readonly facts: StageFacts[K] } }[S]
)

/** Told of every step as it starts and ends. */
export type OnStage<S extends keyof StageFacts = Stage> = (report: StageReport<S>) => void
