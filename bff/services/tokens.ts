import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits, fit for cookies and URLs. */
export const newToken = () => randomBytes(32).toString('base64url')

/** What is stored of a token that only its owner may know. */
export const tokenHash = (token: string) => createHash('sha256').update(token).digest('hex')

/** Takes the same time wherever the texts differ. */
export const sameText = (a: string, b: string) =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
