import { randomUUID } from 'node:crypto'

/** The Authorization header of OAuth 1.0 PLAINTEXT for a `consumer:token:secret` key. */
export function signed(apiKey: string): string {
  const [consumer = '', token = '', secret = ''] = apiKey.split(':')
  const fields = {
    oauth_version: '1.0',
    oauth_signature_method: 'PLAINTEXT',
    oauth_consumer_key: consumer,
    oauth_token: token,
    oauth_timestamp: String(Math.floor(Date.now() / 1000)),
    oauth_nonce: randomUUID(),
    oauth_signature: `&${secret}`,
  }
  const pairs = Object.entries(fields).map(([name, v]) => `${name}="${encodeURIComponent(v)}"`)
  return `OAuth ${pairs.join(', ')}`
}
