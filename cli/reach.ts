/** Why a server cannot be reached, and what to do about it. */
import { CliError } from './errors.ts'

type Explained = { message: string; fix: string }
type Explain = (url: URL) => Explained

const anotherUrl =
  'If the address is wrong, log in again with the right one: maas login PROFILE URL'
const port = ({ port: given, protocol }: URL) => given || (protocol === 'https:' ? '443' : '80')
const swapped = (url: URL, protocol: string) => `${protocol}//${url.host}/`

const unknownName: Explain = ({ hostname }) => ({
  message: `There is no host named ${hostname}.`,
  fix: `getent hosts ${hostname}   # must print an address. ${anotherUrl}`,
})
const refused: Explain = (url) => ({
  message: `Nothing listens on ${url.hostname} port ${port(url)}.`,
  fix: `Start the server there. ${anotherUrl}`,
})
const unreachable: Explain = (url) => ({
  message: `${url.hostname} port ${port(url)} does not answer: the machine is off, or a firewall drops what is sent to it.`,
  fix: `Open the port there, or connect the network (VPN). ${anotherUrl}`,
})
const cutOff: Explain = (url) => ({
  message: `${url.host} closed the connection without an answer.`,
  fix: 'See whether the server runs, and what its log says. A change may have been made: look before you repeat it.',
})
const silent: Explain = (url) => ({
  message: `${url.host} took the request, and did not answer in time.`,
  fix: 'What was asked may still be done: look before you repeat it.',
})
const untrusted =
  (why: string): Explain =>
  (url) => ({
    message: `The certificate of ${url.host} is not trusted: ${why}.`,
    fix: `Trust the authority that signed it: maas login --cacerts FILE PROFILE URL. Or, where nobody can listen in, add --insecure (-k).`,
  })
const notTls: Explain = (url) => ({
  message: `${url.host} does not speak TLS.`,
  fix: `If it is meant to be plain HTTP, log in with ${swapped(url, 'http:')}...`,
})
const notHttp: Explain = (url) => ({
  message: `What ${url.host} answers is not HTTP.`,
  fix:
    url.protocol === 'http:'
      ? `If it speaks TLS, log in with ${swapped(url, 'https:')}...`
      : anotherUrl,
})

const byCode: Record<string, Explain> = {
  ENOTFOUND: unknownName,
  EAI_AGAIN: unknownName,
  EAI_FAIL: unknownName,
  ECONNREFUSED: refused,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  CONNECT_TIME_LIMIT: unreachable,
  ANSWER_TIME_LIMIT: silent,
  ECONNRESET: cutOff,
  EPIPE: cutOff,
  ABORT_ERR: cutOff,
  ERR_STREAM_PREMATURE_CLOSE: cutOff,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted('it is signed by itself'),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted('its authority is unknown here'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted('its authority is unknown here'),
  UNABLE_TO_GET_ISSUER_CERT: untrusted('its authority is unknown here'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted('its authority is unknown here'),
  CERT_HAS_EXPIRED: untrusted('it has expired'),
  CERT_NOT_YET_VALID: untrusted('it is not valid yet; is the clock right?'),
  CERT_REVOKED: untrusted('it was revoked'),
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted('it is for another name'),
}

/** Turns a failure of Node's into words. */
export function explainFailure(url: URL, error: NodeJS.ErrnoException): CliError {
  if (error instanceof CliError) return error
  const { message, fix } = explain(url, error)
  return new CliError(message, { fix, cause: error })
}

function explain(url: URL, { code = '', message }: NodeJS.ErrnoException): Explained {
  const known = Object.hasOwn(byCode, code) ? byCode[code] : undefined
  if (known) return known(url)
  if (code.startsWith('HPE_')) return notHttp(url)
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return notTls(url)
  return { message: `${url.host} cannot be reached: ${message || code}.`, fix: anotherUrl }
}
