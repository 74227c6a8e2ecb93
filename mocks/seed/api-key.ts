import { type ApiKeyRow, iso } from '../db.ts'

const hour = 60 * 60 * 1000
const day = 24 * hour

/** Of the admin: one in use, one that was never used, one that has expired. */
export const apiKeys = (now: number): ApiKeyRow[] =>
  [
    { name: 'Terraform', made: 120 * day, used: 2 * hour, ends: null },
    { name: 'Nightly export', made: 9 * day, used: null, ends: -200 * day },
    { name: 'Laptop', made: 400 * day, used: 41 * day, ends: 35 * day },
  ].map(({ name, made, used, ends }, index) => ({
    username: 'admin',
    name,
    consumer_key: `mockconsumer${index + 1}`,
    token_key: `mocktoken${index + 1}`,
    created: iso(now - made),
    last_used: used === null ? null : iso(now - used),
    expires: ends === null ? null : iso(now - ends),
  }))
