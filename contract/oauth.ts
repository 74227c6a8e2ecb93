/**
 * The Authorization header for an API key, `consumer:token:secret`: OAuth 1.0 PLAINTEXT (RFC 5849), as MAAS asks for
 * it. Each header works once, within 300 s.
 */
export function authorization(apiKey: string): string {
  const [consumer = '', token = '', secret = ''] = apiKey.trim().split(':')
  const fields = {
    oauth_version: '1.0',
    oauth_signature_method: 'PLAINTEXT',
    oauth_consumer_key: consumer,
    oauth_token: token,
    oauth_timestamp: String(Math.floor(Date.now() / 1000)),
    oauth_nonce: crypto.getRandomValues(new Uint32Array(4)).join(''),
    // The consumer's own secret, always empty, stands before the ampersand.
    oauth_signature: `&${secret}`,
  }
  const pairs = Object.entries(fields).map(([name, v]) => `${name}="${encodeURIComponent(v)}"`)
  return `OAuth ${pairs.join(', ')}`
}
