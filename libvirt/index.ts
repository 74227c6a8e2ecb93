// The public face of the libvirt client, and its only barrel.

export { parseLibvirtUri, AddressError } from './parse-address.ts'
export type {
  AddressErrorCode,
  LibvirtAddress,
  LocalAddress,
  SshAddress,
  TcpAddress,
  TlsAddress,
} from './parse-address.ts'

export { openConnection, AuthUnsupportedError } from './open-connection.ts'
export type { Connection, OpenOptions } from './open-connection.ts'

export { uploadVolume, UploadLengthError } from './volume-transfer.ts'
export type { UploadOptions } from './volume-transfer.ts'

export { openUnix } from './transport/unix.ts'
export type { UnixOptions } from './transport/unix.ts'
export { openSsh } from './transport/ssh.ts'
export type { SshOptions } from './transport/ssh.ts'
export type { SshHop } from './transport/ssh-hop.ts'
export { openTcp } from './transport/tcp.ts'
export type { TcpOptions } from './transport/tcp.ts'
export { openTls } from './transport/tls.ts'
export type { TlsOptions } from './transport/tls.ts'
export type { SshCredentials } from './transport/ssh-login.ts'
export type { HostVerifier } from './transport/ssh-session.ts'
export { fingerprintOf, generateSshKey, parsePrivateKey } from './transport/ssh-key.ts'
export type { SshKeyPair, SshPrivateKey } from './transport/ssh-key.ts'
export type { StageTimeouts } from './transport/run-stage.ts'
export { TransportError } from './transport/transport-error.ts'
export type { TransportErrorCode } from './transport/error-code.ts'
export type { TransportErrorDetails } from './transport/transport-error.ts'
export type {
  HostKey,
  Hop,
  LoginMethod,
  OnStage,
  SocketAttempt,
  SocketRoute,
  Stage,
  StageFacts,
  StageReport,
  TlsStage,
} from './transport/stages.ts'
export type {
  ChannelOptions,
  ChannelTarget,
  HostTransport,
  Transport,
} from './transport/transport.ts'

export { CallTimeoutError, ConnectionClosedError, ProtocolError } from './rpc/errors.ts'
export type { CloseReason } from './rpc/errors.ts'
export { ErrorCode } from './rpc/error-codes.ts'
export type { ErrorCodeName } from './rpc/error-codes.ts'
export { LibvirtError } from './rpc/libvirt-error.ts'
export type {
  CallArguments,
  CallOptions,
  OpenedStream,
  RpcOptions,
  RpcStats,
} from './rpc/connection.ts'
export type { KeepaliveOptions } from './rpc/keepalive.ts'
export type { EventMessage, Procedure, StreamDirection, StreamProcedure } from './rpc/procedure.ts'
export type { StreamOf } from './rpc/stream.ts'
export { XdrError } from './xdr/xdr-error.ts'
export type { XdrErrorCode } from './xdr/xdr-error.ts'
export type { Codec, Infer } from './xdr/codec.ts'

export * from './protocol/constants.ts'
export * from './protocol/constants-domain.ts'
export * from './protocol/constants-domain-block.ts'
export * from './protocol/constants-domain-guest.ts'
export * from './protocol/constants-domain-power.ts'
export * from './protocol/constants-events.ts'
export * from './protocol/constants-network.ts'
export * from './protocol/constants-snapshot.ts'
export * from './protocol/constants-storage.ts'
export { Limit } from './protocol/limits.ts'
export { cpuMap, cpuMaps, cpusOf } from './protocol/cpu-map.ts'
export { param, paramValues } from './protocol/typed-param.ts'
export type { TypedParam, TypedValue } from './protocol/typed-param.ts'
export type {
  Checkpoint,
  Domain,
  HostInterface,
  Network,
  NetworkPort,
  NodeDevice,
  Nwfilter,
  NwfilterBinding,
  Secret,
  Snapshot,
  StoragePool,
  StorageVol,
} from './protocol/types.ts'
export type { LibvirtEvent } from './protocol/events.ts'
export * from './protocol/auth.ts'
export * from './protocol/backup.ts'
export * from './protocol/connect.ts'
export * from './protocol/cpu.ts'
export * from './protocol/domain.ts'
export * from './protocol/domain-block.ts'
export * from './protocol/domain-block-job.ts'
export * from './protocol/domain-cpu.ts'
export * from './protocol/domain-device.ts'
export * from './protocol/domain-events.ts'
export * from './protocol/domain-guest.ts'
export * from './protocol/domain-job.ts'
export * from './protocol/domain-power.ts'
export * from './protocol/domain-save.ts'
export * from './protocol/domain-tuning.ts'
export * from './protocol/interface.ts'
export * from './protocol/network.ts'
export * from './protocol/network-port.ts'
export * from './protocol/node.ts'
export * from './protocol/node-device.ts'
export * from './protocol/nwfilter.ts'
export * from './protocol/object-events.ts'
export * from './protocol/qemu.ts'
export * from './protocol/secret.ts'
export * from './protocol/snapshot.ts'
export * from './protocol/storage-pool.ts'
export * from './protocol/storage-vol.ts'
export * from './protocol/streams.ts'
